import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { CamelCasePlugin, type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { ensurePartitions, insertVisits, type VisitRow } from '../passage/store';
import { runTrace } from './service';

const ZONE = 'Asia/Shanghai';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CASE = 1;

let cloned: ClonedDatabase;
let db: Database;
/** What was sent to the database. */
const sent: CompiledQuery[] = [];

beforeAll(async () => {
  cloned = await cloneDatabase();
  db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: cloned.ownerUrl, max: 1 }) }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void sent.push(query),
  });
});
afterAll(async () => {
  await db.destroy();
  await cloned.drop();
});

const midnight = () => startOfDay(Date.now(), ZONE).getTime();
const partition = (back: number) => `visits_${dayFrom(Date.now(), -back, ZONE).replaceAll('-', '')}`;

/** A day's scans at two venues, of the case too; some are exits. */
function visitsOf(back: number): VisitRow[] {
  return Array.from({ length: 120 }, (_, place) => {
    const at = midnight() - back * DAY_MS + place * 9 * MINUTE_MS;
    return {
      eventId: eventIdFrom(at, randomBytes(10)),
      at: new Date(at),
      recordedAt: new Date(at + 300),
      personId: place % 40 === 0 ? CASE : 2 + (place % 30),
      venueId: 1 + (place % 2),
      verdict: 0,
      advice: 0,
      evidence: 0,
      method: 0,
      direction: place % 11 === 5 ? 1 : 0,
      temperature: null,
      reasons: null,
    };
  });
}

/** As a day is on which nobody has looked yet. */
async function withoutStatistics(): Promise<void> {
  await sql`delete from pg_statistic where starelid = any (select inhrelid from pg_inherits where inhparent = 'visits'::regclass) or starelid = 'visits'::regclass`.execute(
    db,
  );
  await sql`update pg_class set reltuples = -1, relpages = 0, relallvisible = 0
    where oid in (select inhrelid from pg_inherits where inhparent = 'visits'::regclass)`.execute(db);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

/** Every step of a plan that was really taken. */
function* steps(plan: Plan): Generator<Plan> {
  if (plan['Actual Loops'] === 0) return;
  yield plan;
  for (const part of plan.Plans ?? []) yield* steps(part);
}

/** What a trace of some days really reads: steps on visits, of all its statements. */
async function stepsOfTrace(firstBack: number, lastBack: number): Promise<Plan[]> {
  const question = {
    personId: CASE,
    windowFrom: new Date(midnight() - firstBack * DAY_MS + 2 * MINUTE_MS),
    windowTo: new Date(midnight() - lastBack * DAY_MS + 12 * 60 * MINUTE_MS),
    lagMinutes: 30,
  };
  return db.transaction().execute(async (tx) => {
    sent.length = 0;
    // As at the end of the day: most of its visits are still to come in the small hours.
    expect((await runTrace(tx, question, midnight() + DAY_MS)).contacts.count).toBeGreaterThan(10);
    const asked = sent.filter(({ sql: text }) => /visits|visit_log/.test(text));
    expect(asked.length).toBeGreaterThanOrEqual(4);
    const taken: Plan[] = [];
    for (const { sql: text, parameters } of asked) {
      const { rows } = await tx.executeQuery<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>({
        sql: `explain (analyze, costs off, timing off, format json) ${text}`,
        parameters,
        query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
        queryId: { queryId: 'explain' },
      });
      for (const { Plan: plan } of Object.values(rows[0] ?? {})[0] ?? []) taken.push(...steps(plan));
    }
    return taken.filter((step) => step['Relation Name']?.startsWith('visits_') === true);
  });
}

describe.each([8, 20, 45])('among %i days without planner statistics', (days) => {
  beforeAll(async () => {
    await ensurePartitions(db, dayFrom(Date.now(), -(days - 8), ZONE), dayFrom(Date.now(), 7, ZONE), ZONE);
    await sql`truncate visits`.execute(db);
    for (let back = 0; back < Math.min(days - 8, 10) + 1; back += 1) await insertVisits(db, visitsOf(back));
    if (days > 8) {
      for (const back of [3, 4]) await sql`select compact_visit_day(${dayFrom(Date.now(), -back, ZONE)}::date)`.execute(db);
    }
    await withoutStatistics();
  });

  it('a trace reads by the indexes, and only the days it is about', async () => {
    const [first, last] = days > 8 ? [5, 2] : [0, 0];
    const taken = await stepsOfTrace(first, last);
    expect(taken.length).toBeGreaterThan(0);
    expect([...new Set(taken.map((step) => step['Node Type']))].filter((type) => !/^(Index|Bitmap)/.test(type))).toEqual([]);
    // The day before, where stays of the first day may have begun; the day after, where the last may end.
    const near = Array.from({ length: first - last + 3 }, (_, place) => partition(last - 1 + place));
    expect([...new Set(taken.map((step) => step['Relation Name']))].filter((name) => !near.includes(name ?? ''))).toEqual([]);
  });
});

it('the settings that force it end with the transaction', async () => {
  await db
    .transaction()
    .execute((tx) => runTrace(tx, { personId: CASE, windowFrom: new Date(0), windowTo: new Date(1), lagMinutes: 0 }, Date.now()));
  const { rows } = await sql`select current_setting('enable_seqscan') as enabled`.execute(db);
  expect(rows).toEqual([{ enabled: 'on' }]);
});
