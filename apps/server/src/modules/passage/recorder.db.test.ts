import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../platform/clock';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { createLogger } from '../../platform/logs';
import { createMetrics } from '../../platform/metrics';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { type Raise, Recorder } from './recorder';
import { ensurePartitions, type VisitRow } from './store';

const DAY_MS = 86_400_000;

let database: ClonedDatabase;
let open: OpenDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  open = openDatabase({ url: database.runningUrl, connections: 8, onError: () => undefined });
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
  await ensurePartitions(open.db, day(-1), day(1), 'UTC');
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

function recorder(raise: Raise = async () => undefined, follow: (visits: readonly VisitRow[]) => void = () => undefined): Recorder {
  return new Recorder({ db: open.db, clock: systemClock, logger: createLogger('silent'), metrics: createMetrics(), raise, follow });
}

function visit(personId: number, change: Partial<VisitRow> = {}): VisitRow {
  const at = new Date();
  return {
    eventId: eventIdFrom(at.getTime(), randomBytes(10)),
    at,
    recordedAt: at,
    personId,
    venueId: 1,
    verdict: 0,
    advice: 0,
    evidence: 0,
    method: 0,
    direction: 0,
    temperature: null,
    reasons: null,
    ...change,
  };
}

async function peopleOf(rows: readonly VisitRow[]): Promise<number[]> {
  const found = await sql<{
    personId: number;
  }>`select person_id from visits where event_id = any(${rows.map((row) => row.eventId)}::uuid[]) order by 1`.execute(open.db);
  return found.rows.map((row) => row.personId);
}

describe('recorder', () => {
  it('follows only what is on disk', async () => {
    const seen: Promise<number[]>[] = [];
    const one = recorder(undefined, (rows) => seen.push(peopleOf(rows)));
    await one.record({ row: visit(7), raises: false });
    expect(await Promise.all(seen)).toEqual([[7]]);
  });

  it('gives the row of one poison visit back and records the others of its batch', async () => {
    const one = recorder();
    const longAgo = new Date(Date.now() - 90 * DAY_MS);
    const rows = Array.from({ length: 50 }, (_, n) => (n === 17 ? visit(n, { at: longAgo }) : visit(n)));
    const answers = await Promise.allSettled(rows.map((row) => one.record({ row, raises: false })));
    expect(answers.flatMap((answer, n) => (answer.status === 'rejected' ? [n] : []))).toEqual([17]);
    expect(await peopleOf(rows)).toEqual(rows.map((row) => row.personId).filter((n) => n !== 17));
  });

  it('gives back the visit that cannot be raised and records the others of its batch', async () => {
    const one = recorder(async (_tx, visits) => {
      if (visits.some((row) => row.personId === 3)) throw new Error('cannot be raised');
    });
    const rows = Array.from({ length: 10 }, (_, n) => visit(n));
    const answers = await Promise.allSettled(rows.map((row) => one.record({ row, raises: row.personId % 3 === 0 })));
    expect(answers.flatMap((answer, n) => (answer.status === 'rejected' ? [n] : []))).toEqual([3]);
    expect(await peopleOf(rows)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  });

  it.each([
    ['first', [1, 2], [1]],
    ['second', [2, 1], []],
  ] as const)(
    'raises the visit that was recorded when two people use one event id and the abnormal one is %s',
    async (_, order, raised) => {
      const raise = vi.fn<Raise>(async () => undefined);
      const one = recorder(raise);
      const { eventId, at } = visit(0);
      const answers = await Promise.all(
        order.map((personId) => one.record({ row: visit(personId, { eventId, at }), raises: personId === 1 })),
      );
      expect(answers.map((answer) => answer.row.personId)).toEqual([order[0], order[0]]);
      expect(answers.map((answer) => answer.isRepeated)).toEqual([false, true]);
      expect(raise.mock.calls.flatMap(([, visits]) => visits.map((row) => row.personId))).toEqual(raised);
    },
  );

  it('raises each of two abnormal people who use one event id at most once, and the recorded one', async () => {
    const raise = vi.fn<Raise>(async () => undefined);
    const one = recorder(raise);
    const { eventId, at } = visit(0);
    await Promise.all([1, 2].map((personId) => one.record({ row: visit(personId, { eventId, at }), raises: true })));
    expect(raise.mock.calls.flatMap(([, visits]) => visits.map((row) => row.personId))).toEqual([1]);
  });

  it('never waits in a circle when two nodes get the same visits in opposite order', async () => {
    const nodes = [recorder(), recorder()];
    for (let round = 0; round < 4; round += 1) {
      const rows = Array.from({ length: 2_000 }, (_, n) => visit(n));
      const answers = await Promise.all(
        nodes.flatMap((node, n) => (n === 0 ? rows : [...rows].reverse()).map((row) => node.record({ row, raises: false }))),
      );
      expect(answers.filter((answer) => !answer.isRepeated)).toHaveLength(rows.length);
    }
  });

  it('says come back, and records nothing, while the database is away', async () => {
    const away = openDatabase({ url: 'postgres://nobody:x@127.0.0.1:1/none', connections: 2, onError: () => undefined });
    const one = new Recorder({
      db: away.db,
      clock: systemClock,
      logger: createLogger('silent'),
      metrics: createMetrics(),
      raise: async () => undefined,
      follow: () => undefined,
    });
    await expect(one.record({ row: visit(1), raises: false })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      options: { retryAfterSeconds: 2 },
    });
    await away.close();
  });

  it('refuses at once when too much waits', async () => {
    const one = recorder();
    const rows = Array.from({ length: 20_050 }, (_, n) => visit(n));
    const answers = await Promise.allSettled(rows.map((row) => one.record({ row, raises: false })));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
  });
});
