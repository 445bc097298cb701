import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { createLogger } from '../../platform/logs';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { CompactionLoop, type CompactionOptions, compactNext } from './compaction';
import { dropPartitions, ensurePartitions, insertVisits, type VisitRow } from './store';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days back from today, one for each test that compacts. */
let back = 3;

let cloned: ClonedDatabase;
let owner: OpenDatabase;
let running: OpenDatabase;
let options: CompactionOptions;
const open = (url: string, connections: number) => openDatabase({ url, connections, longestMs: 60_000, onError: () => undefined });
beforeAll(async () => {
  cloned = await cloneDatabase();
  owner = open(cloned.ownerUrl, 2);
  running = open(cloned.runningUrl, 4);
  await ensurePartitions(running.db, dayFrom(Date.now(), -40, ZONE), dayFrom(Date.now(), 1, ZONE), ZONE);
  options = {
    db: running.db,
    clock: { now: () => Date.now() },
    config: { timeZone: ZONE } as CompactionOptions['config'],
    logger: createLogger('silent'),
    open: () => open(cloned.runningUrl, 1),
    lastDay: () => day(),
  };
});
afterAll(async () => {
  await Promise.all([owner.close(), running.close()]);
  await cloned.drop();
});
beforeEach(() => {
  back += 1;
});

const day = () => dayFrom(Date.now(), -back, ZONE);
const startMs = () => startOfDay(Date.now(), ZONE).getTime() - back * DAY_MS;
const partition = () => `visits_${day().replaceAll('-', '')}`;
const compact = (db = running.db) => sql<{ done: boolean }>`select compact_visit_day(${day()}::date) as done`.execute(db);

function visit(minutes: number, change: Partial<VisitRow> = {}): VisitRow {
  const at = startMs() + minutes * MINUTE_MS;
  return {
    eventId: eventIdFrom(at, randomBytes(10)),
    at: new Date(at),
    recordedAt: new Date(at + 500),
    personId: 1,
    venueId: 1,
    verdict: 0,
    advice: 1,
    evidence: 2,
    method: 3,
    direction: 0,
    temperature: null,
    reasons: null,
    ...change,
  };
}

/** Uploaded today: long after the day. */
const late = (minutes: number, change: Partial<VisitRow> = {}) => visit(minutes, { recordedAt: new Date(), ...change });

const log = async (where = sql`true`) =>
  (
    await sql`select * from visit_log where moment >= visit_moment(${new Date(startMs())}) and moment < visit_moment(${new Date(startMs() + DAY_MS)}) and ${where}
    order by moment, event_id`.execute(owner.db)
  ).rows;

/** What is known of the next scan, in the order of the scans of a person: kind and minutes. */
async function known(personId: number) {
  const { rows } = await sql<{ onward: number }>`select visit_onward(codes, tail, delay) as onward from ${sql.table(partition())}
    where person_id = ${personId} order by moment`.execute(owner.db);
  return rows.map(({ onward }) =>
    onward === 0 ? 'nothing' : [['next', 'exit', 'none'][(onward - 1) % 3], Math.floor((onward - 1) / 3) / MINUTE_MS],
  );
}

const isCompacted = async () =>
  (await sql<{ mark: string | null }>`select obj_description(${partition()}::regclass, 'pg_class') as mark`.execute(owner.db)).rows[0]
    ?.mark === 'compacted';

async function connectReader(): Promise<pg.Client> {
  const reader = new pg.Client({ connectionString: cloned.ownerUrl });
  reader.on('error', () => undefined);
  await reader.connect();
  return reader;
}

/** A few hundred visits of everything a row can hold. */
function someVisits(count: number): VisitRow[] {
  return Array.from({ length: count }, (_, place) =>
    visit((place * 7919) % 1440, {
      personId: 1 + (place % 60),
      venueId: 1 + (place % 17),
      direction: place % 3,
      evidence: place % 5,
      verdict: place % 7,
      temperature: place % 4 === 0 ? 360 + (place % 30) : null,
      reasons: place % 9 === 0 ? [1, 5] : null,
      recordedAt: new Date(startMs() + ((place * 7919) % 1440) * MINUTE_MS + (place % 2 === 0 ? -290_000 : 259_000_000)),
    }),
  );
}

describe('a compacted day', () => {
  it('holds the same visits, each venue’s side by side, with the indexes of any other day', async () => {
    await insertVisits(running.db, someVisits(600));
    const before = await log();
    expect(before).toHaveLength(600);
    expect((await compact()).rows).toEqual([{ done: true }]);
    expect(await log()).toEqual(before);
    const { rows: order } = await sql<{ sorted: boolean }>`select bool_and(sorted) as sorted from (
      select (venue_id, moment) >= lag((venue_id, moment)) over (order by ctid) as sorted from ${sql.table(partition())}) v`.execute(
      owner.db,
    );
    expect(order).toEqual([{ sorted: true }]);
    const { rows: indexes } = await sql`select count(*) as indexes from pg_index i join pg_inherits h on h.inhrelid = i.indexrelid
      where i.indrelid = ${partition()}::regclass`.execute(owner.db);
    expect(indexes).toEqual([{ indexes: 3 }]);
    expect((await compact()).rows).toEqual([{ done: false }]);
  });

  it('knows of each visit when the person was scanned next', async () => {
    await insertVisits(running.db, [
      visit(0, { personId: 5 }),
      visit(30, { personId: 5, venueId: 2 }),
      visit(90, { personId: 5, venueId: 2, direction: 1 }),
      visit(1000, { personId: 5 }),
      visit(60, { personId: 6 }),
      visit(1439, { personId: 6 }),
    ]);
    await compact();
    const hours12 = 745;
    expect(await known(5)).toEqual([
      ['next', 30],
      ['exit', 60],
      ['none', hours12],
      ['none', 440],
    ]);
    expect(await known(6)).toEqual([
      ['none', hours12],
      ['none', 1],
    ]);
  });

  it('knows nothing where two scans have one time', async () => {
    const first = visit(10, { personId: 7 });
    await insertVisits(running.db, [first, { ...first, eventId: eventIdFrom(first.at.getTime(), randomBytes(10)), venueId: 3 }]);
    await compact();
    expect(await known(7)).toEqual(['nothing', ['none', 745]]);
  });

  it('takes late uploads, and forgets of the person what they make untrue', async () => {
    await insertVisits(running.db, [visit(0, { personId: 8 }), visit(50, { personId: 8 }), visit(0, { personId: 9 })]);
    await compact();
    const uploaded = late(20, { personId: 8, venueId: 4 });
    expect(await insertVisits(running.db, [uploaded])).toEqual([]);
    expect(await known(8)).toEqual(['nothing', 'nothing', 'nothing']);
    expect(await known(9)).toEqual([['none', 745]]);
    expect(await insertVisits(running.db, [uploaded])).toEqual([0]);
    expect(await log(sql`person_id = 8`)).toHaveLength(3);
    expect(await log(sql`event_id = ${uploaded.eventId}`)).toMatchObject([{ recordedAt: uploaded.recordedAt, venueId: 4 }]);
  });

  it('has room in its indexes for late uploads', async () => {
    const pages = async () =>
      (await sql<{ bytes: number }>`select pg_indexes_size(${partition()}::regclass) as bytes`.execute(owner.db)).rows[0]?.bytes;
    // Three pages of the unique key, the first two as full as they are made; one row more of each hundred persons.
    const persons = Array.from({ length: 800 }, (_, place) => 1_000 + place);
    await insertVisits(
      running.db,
      persons.map((personId, place) => visit(place, { personId, venueId: place })),
    );
    await compact();
    const before = await pages();
    const uploads = persons.filter((personId) => personId % 100 === 0).map((personId) => late(1_200, { personId, venueId: personId }));
    await insertVisits(running.db, uploads);
    expect(await pages()).toBe(before);
  });

  it('is dropped by retention as any other', async () => {
    // The newest 14 days that hold visits stay, whatever anybody says.
    for (back = 16; back < 30; back += 1) await insertVisits(running.db, [visit(0)]);
    back = 38;
    await insertVisits(running.db, [visit(0)]);
    await compact();
    expect(await isCompacted()).toBe(true);
    expect(await dropPartitions(running.db, dayFrom(Date.now(), -37, ZONE))).toBeGreaterThan(0);
    expect(await log()).toEqual([]);
    back = 10;
  });

  it('is no day of today, yet, whoever asks', async () => {
    const today = dayFrom(Date.now(), 0, ZONE);
    await expect(sql`select compact_visit_day(${today}::date)`.execute(owner.db)).rejects.toMatchObject({ code: '55000' });
  });
});

describe('while a day is compacted', () => {
  /** Stops the work before its last step: somebody reads and does not finish. */
  async function withReader(work: (compacting: Promise<unknown>, release: () => Promise<void>) => Promise<void>) {
    const reader = await connectReader();
    await reader.query('begin');
    await reader.query('select count(*) from visits');
    const compacting = compact();
    compacting.catch(() => undefined);
    try {
      await work(compacting, async () => {
        await reader.query('commit');
      });
    } finally {
      await reader.end();
    }
  }

  it('scans are recorded, late uploads of that very day too, and nothing is lost', async () => {
    await insertVisits(running.db, someVisits(300));
    await withReader(async (compacting, release) => {
      await untilWaiting();
      const uploads = [late(5, { personId: 70 }), late(6, { personId: 1 })];
      expect(await insertVisits(running.db, uploads)).toEqual([]);
      const now = visit((Date.now() - startMs()) / MINUTE_MS, { personId: 71 });
      expect(await insertVisits(running.db, [now])).toEqual([]);
      const before = await log();
      expect(before).toHaveLength(302);
      await release();
      await compacting;
      expect(await isCompacted()).toBe(true);
      expect(await log()).toEqual(before);
      expect(await known(70)).toEqual(['nothing']);
      expect((await known(1)).every((one) => one === 'nothing')).toBe(true);
    });
  });

  it('a crash leaves the day as it was', async () => {
    await insertVisits(running.db, someVisits(200));
    const before = await log();
    await withReader(async (compacting, release) => {
      const backend = await untilWaiting();
      await sql`select pg_terminate_backend(${backend}::integer)`.execute(owner.db);
      await expect(compacting).rejects.toThrow();
      await release();
    });
    expect(await isCompacted()).toBe(false);
    expect(await log()).toEqual(before);
    expect((await sql`select from pg_class where relname like '%compact' and relkind = 'r'`.execute(owner.db)).rows).toEqual([]);
    // The pool may not have heard yet that one of its connections is dead.
    await vi.waitFor(async () => expect((await compact()).rows).toEqual([{ done: true }]));
    expect(await log()).toEqual(before);
  });

  it('a second node does not do it again', async () => {
    await insertVisits(running.db, someVisits(50));
    await withReader(async (compacting, release) => {
      await untilWaiting();
      expect((await compact(owner.db)).rows).toEqual([{ done: false }]);
      await release();
      await expect(compacting).resolves.toMatchObject({ rows: [{ done: true }] });
    });
  });

  it('a visit that is not where it should be stops it', async () => {
    await insertVisits(running.db, someVisits(20));
    await withReader(async (compacting, release) => {
      await untilWaiting();
      // A node whose clock is an hour behind says that it recorded this before the work began.
      await insertVisits(running.db, [visit(3, { personId: 80 })]);
      await release();
      await expect(compacting).rejects.toThrow(/the day stays as it was/);
    });
    expect(await log()).toHaveLength(21);
    expect((await compact()).rows).toEqual([{ done: true }]);
  });

  /** Until the work waits for the last lock, or pauses before it tries again. */
  async function untilWaiting(): Promise<number> {
    for (;;) {
      const { rows } = await sql<{ backend: number }>`select pid as backend from pg_stat_activity
        where query like '%compact_visit_day%' and pid <> pg_backend_pid() and state = 'active' and wait_event in ('PgSleep', 'relation')`.execute(
        owner.db,
      );
      if (rows[0] !== undefined) return rows[0].backend;
    }
  }
});

describe('the loop', () => {
  it('takes the oldest day first, one at a time, and none outside the night', async () => {
    const never = new AbortController().signal;
    await expect(compactNext({ ...options, lastDay: () => undefined }, never)).resolves.toBeUndefined();
    const oldest = await compactNext(options, never);
    const next = await compactNext(options, never);
    expect(oldest).toBe(dayFrom(Date.now(), -37, ZONE));
    expect(next).toBe(dayFrom(Date.now(), -36, ZONE));
  });

  it('stops at once, in the middle of a day, and leaves it as it was', async () => {
    back = 30;
    await insertVisits(running.db, someVisits(40));
    const before = await log();
    const reader = await connectReader();
    await reader.query('begin; select count(*) from visits');
    // Everything older is out of the way.
    while (
      (
        await sql<{ n: number }>`select count(*) as n from pg_inherits i where inhparent = 'visits'::regclass
      and obj_description(inhrelid, 'pg_class') is null and inhrelid::regclass::text < ${partition()}`.execute(owner.db)
      ).rows[0]?.n
    ) {
      await reader.query('commit');
      await compactNext(options, new AbortController().signal);
      await reader.query('begin; select count(*) from visits');
    }
    const loop = new CompactionLoop(options);
    loop.start();
    for (let isUnderWay = false; !isUnderWay; ) {
      const { rows } =
        await sql`select from pg_stat_activity where query like '%compact_visit_day%' and state = 'active' and wait_event in ('PgSleep', 'relation')`.execute(
          owner.db,
        );
      isUnderWay = rows.length > 0;
    }
    await loop.stop();
    await reader.query('commit');
    await reader.end();
    expect(await isCompacted()).toBe(false);
    expect(await log()).toEqual(before);
  });
});
