import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERDICTS } from '@tongxing/rules';
import pg from 'pg';
import { type StoredVisit, timeInside } from './judge';

const PAGE = 50_000;

/** The embedded database of a running platform, past the platform, as the owning role. */
export async function openDatabase(dataDir: string): Promise<pg.Client> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const port = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'tongxing', password, database: 'tongxing' });
  // It is killed on purpose, and its connections with it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs something on the database of a running platform. */
export async function withDatabase<T>(dataDir: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openDatabase(dataDir);
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

interface VisitRow {
  readonly event_id: string;
  readonly verdict: string | number;
  readonly at: string;
}

const wordOf = (verdict: string | number) => (typeof verdict === 'number' ? (VERDICTS[verdict] ?? String(verdict)) : verdict);

/** Every visit on record, as the view for people shows it. */
export async function readVisits(client: pg.Client): Promise<StoredVisit[]> {
  const visits: StoredVisit[] = [];
  await client.query('begin');
  await client.query(`declare every_visit no scroll cursor for
    select event_id, verdict, extract(epoch from at) * 1000 as at from visit_log`);
  for (;;) {
    const { rows } = await client.query<VisitRow>(`fetch ${PAGE} from every_visit`);
    for (const { event_id, verdict, at } of rows) visits.push({ eventId: event_id, verdict: wordOf(verdict), at: Number(at) });
    if (rows.length < PAGE) break;
  }
  await client.query('commit');
  return visits;
}

/** Closes what is open, so that the next stop raises a warning anew instead of joining. */
export async function closeIncidents(client: pg.Client): Promise<void> {
  await client.query("update incidents set state = 'closed', result = 'released', closed_at = now() where state <> 'closed'");
}

/** (f) What is wrong between stops, incidents, warnings and the outbox. */
export interface WarningCheck {
  readonly warnings: number;
  /** Incidents without exactly one message to the person and one to the data team. */
  readonly incidentsWithWrongMessages: number;
  /** Persons stopped at a venue of whom there is no warning there: with an incident, or a late one for a late scan. */
  readonly stopsWithoutWarning: number;
}

export async function checkWarnings(client: pg.Client): Promise<WarningCheck> {
  const stop = VERDICTS.indexOf('stop');
  const { rows } = await client.query<{ warnings: number; wrong: number; silent: number }>(`select
    (select count(*)::integer from warnings) as warnings,
    (select count(*)::integer from incidents i where
      (select count(*) from sms_messages m join warnings w on w.id = m.warning_id where w.incident_id = i.id and m.purpose = 'warning_person') <> 1
      or (select count(*) from sms_messages m join warnings w on w.id = m.warning_id where w.incident_id = i.id and m.purpose = 'warning_data_team') <> 1
    ) as wrong,
    (select count(*)::integer from (
        select distinct person_id, venue_id, recorded_at - at > interval '5 minutes' as is_late from visit_log
        where verdict::text in ('stop', '${stop}')) v
      where not exists (select from warnings w
        where w.person_id = v.person_id and w.venue_id = v.venue_id and (w.incident_id is null) = v.is_late)) as silent`);
  const [row] = rows;
  return { warnings: row?.warnings ?? 0, incidentsWithWrongMessages: row?.wrong ?? 0, stopsWithoutWarning: row?.silent ?? 0 };
}

/** Of these event ids, how many are on record now. */
export async function countPresent(client: pg.Client, eventIds: readonly string[]): Promise<number> {
  const oldest = Math.min(...eventIds.map(timeInside));
  // The moment first: the ids of all others need not be put together.
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct event_id)::integer as count from visit_log
     where moment >= visit_moment(to_timestamp($1::double precision)) and event_id = any($2::uuid[])`,
    [Math.floor(oldest / 1000), eventIds],
  );
  return rows[0]?.count ?? 0;
}
