import { DEFAULT_STAY_MINUTES } from '@tongxing/rules';
import type pg from 'pg';
import { momentAt } from '../../apps/server/src/modules/passage/moments';
import { type OpenDatabase, openDatabase } from '../../apps/server/src/platform/database/database';
import { migrate } from '../../apps/server/src/platform/database/migrations';
import { withClient } from '../shared/database';
import type { Undo } from '../shared/undo';
import { type Visits, ZONE } from './build';
import { windowOf } from './cases';

const DAY_MS = 86_400_000;
const NAME = 'trace_small';
/** Part of the copy that the cases may fill; the rest is other people's. */
const CASES_PART = 0.85;

/** A database on the same server with a hundredth of the visits, among them all that some traces look at. */
export interface SmallCopy {
  readonly database: OpenDatabase;
  readonly visits: number;
  /** Persons whose traces give the same answer in both. */
  readonly cases: readonly number[];
}

export interface SmallCopyOptions {
  readonly ownerUrl: string;
  /** Folder of the product's migrations. */
  readonly migrations: string;
  readonly visits: Visits;
  readonly cases: readonly number[];
  /** Visits to copy, all in all. */
  readonly rows: number;
}

/**
 * The same traces with the same answers among a hundredth of the visits: what size alone costs. Copied are the visits
 * of the cases, everybody's at the venues where and when a trace looks, those people's other visits around that time,
 * and as many of others as are left; then the product compacts the days.
 */
export async function makeSmallCopy(options: SmallCopyOptions, undo: Undo): Promise<SmallCopy> {
  const url = Object.assign(new URL(options.ownerUrl), { pathname: `/${NAME}` }).href;
  const drop = () => withClient(options.ownerUrl, (client) => client.query(`drop database if exists ${NAME} with (force)`));
  await drop();
  undo.add(drop);
  await withClient(options.ownerUrl, (client) => client.query(`create database ${NAME} template template0`));
  await migrate(url, options.migrations);
  const cases = await withClient(options.ownerUrl, (client) => writeFiles(client, options));
  const count = await withClient(url, (client) => readFiles(client, options.visits));
  const database = openDatabase({ url, connections: 2, longestMs: 600_000, onError: () => undefined });
  undo.add(() => database.close());
  return { database, visits: count, cases };
}

/** A file in the server's own folder: the role that owns is its superuser. */
async function fileOf(client: pg.Client, what: 'venues' | 'visits'): Promise<string> {
  const { rows } = await client.query<{ file: string }>(`select current_setting('data_directory') || '/bench-${what}.copy' as file`);
  return client.escapeLiteral(rows[0]?.file ?? '');
}

/** Keys of all that the trace of one case looks at, and what surrounds it. */
const AROUND_CASE = `
  with stops as (
    select x.venue_id, x.moment, s.minutes * 60000::bigint << 22 as stay
    from visits x join venues v on v.id = x.venue_id join unnest($4::text[], $5::integer[]) as s (class, minutes) on s.class = v.class
    where x.person_id = $1 and x.moment >= $2 and x.moment < $3),
  met as (
    select distinct v.person_id, stops.moment from stops cross join lateral (
      select person_id from visits where venue_id = stops.venue_id and visit_slot(moment) between visit_slot(stops.moment - stay) and visit_slot(stops.moment + stay) + 2
      offset 0) v
    union select $1, moment from stops)
  insert into wanted
  select v.person_id, v.moment from met cross join lateral (
    select person_id, moment from visits
    where person_id = met.person_id and moment > met.moment - ($6::bigint << 22) and moment < met.moment + ($6::bigint << 22) offset 0) v`;

/** Visits as they were recorded: what a compacted row knows beside them is left out. */
const UNPACKED = `
  select v.moment, v.tail & 4503599627370495 as tail, v.person_id, v.venue_id,
    case when visit_onward(codes, tail, delay) = 0 then delay else (delay << 3) >> 3 end as delay, v.codes & 1048575 as codes, v.temperature, v.reasons
  from kept k join visits v on v.person_id = k.person_id and v.moment = k.moment`;

async function writeFiles(client: pg.Client, { visits, cases, rows }: SmallCopyOptions): Promise<number[]> {
  const window = windowOf(visits);
  const [from, to] = [momentAt(window.from).toString(), momentAt(window.to).toString()];
  await client.query("set work_mem = '256MB'; create temporary table wanted (person_id integer, moment bigint)");
  await client.query('set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off');
  const taken: number[] = [];
  for (const person of cases) {
    const classes = Object.entries(DEFAULT_STAY_MINUTES);
    await client.query(AROUND_CASE, [person, from, to, classes.map(([name]) => name), classes.map(([, minutes]) => minutes), DAY_MS]);
    taken.push(person);
    const { rows: sizes } = await client.query<{ wanted: string }>(
      'select count(*) as wanted from (select distinct person_id, moment from wanted) w',
    );
    if (Number(sizes[0]?.wanted) > rows * CASES_PART) break;
  }
  await client.query('create temporary table kept as select distinct person_id, moment from wanted');
  await client.query('create unique index on kept (person_id, moment)');
  await client.query(
    `insert into kept select person_id, moment from visits where person_id between 1 and 200000 and moment >= $1
     limit greatest($2 - (select count(*) from kept), 0) on conflict do nothing`,
    [momentAt(window.from - 2 * DAY_MS).toString(), rows],
  );
  await client.query(`copy (${UNPACKED}) to ${await fileOf(client, 'visits')} (format binary)`);
  await client.query(`copy (select id, class from venues) to ${await fileOf(client, 'venues')} (format binary)`);
  return taken;
}

async function readFiles(client: pg.Client, visits: Visits): Promise<number> {
  const [venuesFile, visitsFile] = [await fileOf(client, 'venues'), await fileOf(client, 'visits')];
  await client.query(`create temporary table named (id integer, class text); copy named from ${venuesFile} (format binary)`);
  await client.query(`insert into divisions values ('99', null, '', '', '', '')`);
  await client.query(`insert into venues (id, public_id, code, name, class, scene, address, division_code, contact_phone_sealed) overriding system value
    select id, gen_random_uuid(), id::text, id::text, class, 'ordinary', '', '99', '\\x00' from named`);
  const span = [new Date(visits.until - 20 * DAY_MS), new Date(visits.until), ZONE.name];
  await client.query(
    'select ensure_visit_partitions(($1::timestamptz at time zone $3)::date, ($2::timestamptz at time zone $3)::date, $3)',
    span,
  );
  await client.query(`copy visits from ${visitsFile} (format binary)`);
  await client.query(
    `select compact_visit_day(day::date) from generate_series(($1::timestamptz at time zone $3)::date, ($2::timestamptz at time zone $3)::date - 1, '1 day') as day`,
    span,
  );
  await client.query('vacuum (analyze) visits, venues');
  await client.query('checkpoint');
  const { rows } = await client.query<{ count: string }>('select count(*) from visits');
  return Number(rows[0]?.count);
}
