import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClockDrift } from '../../platform/clock-drift';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { createLogger } from '../../platform/logs';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import type { ModuleContext } from '../module';
import { dropWhatIsOver } from './jobs';
import { dropPartitions, ensurePartitions, insertVisits } from './store';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const OLDEST = 40;

let cloned: ClonedDatabase;
let owner: OpenDatabase;
let running: OpenDatabase;
beforeEach(async () => {
  cloned = await cloneDatabase();
  owner = openDatabase({ url: cloned.ownerUrl, connections: 1, onError: () => undefined });
  running = openDatabase({ url: cloned.runningUrl, connections: 1, onError: () => undefined });
  await ensurePartitions(running.db, dayBack(OLDEST), dayBack(-1), ZONE);
});
afterEach(async () => {
  await Promise.all([owner.close(), running.close()]);
  await cloned.drop();
});

const dayBack = (count: number) => dayFrom(Date.now(), -count, ZONE);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** One visit on each of these days, counted back from today. */
async function visitOn(daysBack: readonly number[]): Promise<void> {
  const noon = startOfDay(Date.now(), ZONE).getTime() + DAY_MS / 2;
  const visits = daysBack.map((back) => {
    const at = new Date(noon - back * DAY_MS);
    return { eventId: eventIdFrom(at.getTime(), randomBytes(10)), at, recordedAt: at, personId: 1, venueId: 1 };
  });
  const codes = { verdict: 0, advice: 0, evidence: 0, method: 0, direction: 0, temperature: null, reasons: null };
  expect(
    await insertVisits(
      running.db,
      visits.map((visit) => ({ ...visit, ...codes })),
    ),
  ).toEqual([]);
}

const daysThereAre = async () =>
  (
    await sql<{ day: string }>`select to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as day
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'visits'::regclass order by day desc`.execute(owner.db)
  ).rows.map((row) => row.day);

const daysWithVisits = async () =>
  (
    await sql<{
      day: string;
    }>`select distinct to_char(at at time zone ${ZONE}, 'YYYY-MM-DD') as day from visit_log order by day desc`.execute(owner.db)
  ).rows.map((row) => row.day);

describe('days of visits', () => {
  it('before the given one are dropped, written again or not, when 14 newer ones hold visits', async () => {
    await visitOn([...range(1, 14), 20, 21]);
    await sql`select compact_visit_day(${dayBack(20)}::date)`.execute(running.db);
    expect(await dropPartitions(running.db, dayBack(18))).toBe(OLDEST - 18);
    expect(await daysWithVisits()).toEqual(range(1, 14).map(dayBack));
    expect(await daysThereAre()).toEqual(range(-1, 18).map(dayBack));
    expect(await dropPartitions(running.db, dayBack(18))).toBe(0);
  });

  it('stay where they are the newest 14 that hold visits, whatever the caller and the clock of the database say', async () => {
    await visitOn(range(20, OLDEST));
    await dropPartitions(running.db, '2999-01-01');
    expect(await daysWithVisits()).toEqual(range(20, 33).map(dayBack));
  });
});

describe('retention', () => {
  const lines: string[] = [];
  const context = (now: () => number) => ({
    db: running.db,
    clock: { now },
    config: { timeZone: ZONE, retentionDays: 28 } as ModuleContext['config'],
    logger: createLogger('info', { write: (line) => void lines.push(line) }),
  });

  it('destroys nothing after the clock was set, and says so', async () => {
    await visitOn(range(15, OLDEST));
    await sql`insert into fact_changes (kind, key, at) values ('person', 1, now() - interval '1 minute')`.execute(running.db);
    let aheadMs = 0;
    const set = context(() => Date.now() + aheadMs);
    const drift = new ClockDrift(set.clock);
    aheadMs = 30 * DAY_MS;
    expect(await dropWhatIsOver(set, drift)).toBe(0);
    aheadMs = -DAY_MS;
    expect(await dropWhatIsOver(set, drift)).toBe(0);
    expect(await daysWithVisits()).toEqual(range(15, OLDEST).map(dayBack));
    expect((await sql`select from fact_changes where key = 1`.execute(owner.db)).rows).toHaveLength(1);
    expect(lines.join('')).toMatch(/"driftSeconds":25920\d\d.*none is dropped/);
  });

  it('drops what is over while nobody sets the clock', async () => {
    await visitOn(range(15, OLDEST));
    const usual = context(() => Date.now());
    expect(await dropWhatIsOver(usual, new ClockDrift(usual.clock))).toBe(OLDEST - 28);
    expect(await daysWithVisits()).toEqual(range(15, 28).map(dayBack));
  });
});
