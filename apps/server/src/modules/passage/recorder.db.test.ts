import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../platform/clock';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { createLogger } from '../../platform/logs';
import { createMetrics } from '../../platform/metrics';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { type NewVisit, type Raise, Recorder } from './recorder';
import { ensurePartitions, type VisitRow } from './store';
import { MOST_WAITING } from './waiting-line';

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
  const at = change.at ?? new Date();
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

const resident = (row: VisitRow, raises = false): NewVisit => ({ row, raises, scanClass: 'resident' });

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function peopleOf(rows: readonly VisitRow[]): Promise<number[]> {
  const found = await sql<{
    personId: number;
  }>`select person_id from visit_log where event_id = any(${rows.map((row) => row.eventId)}::uuid[]) order by 1`.execute(open.db);
  return found.rows.map((row) => row.personId);
}

describe('recorder', () => {
  it('follows only what is on disk', async () => {
    const seen: Promise<number[]>[] = [];
    const one = recorder(undefined, (rows) => seen.push(peopleOf(rows)));
    await one.record(resident(visit(7)));
    expect(await Promise.all(seen)).toEqual([[7]]);
  });

  it('gives the row of one poison visit back and records the others of its batch', async () => {
    const one = recorder();
    const longAgo = new Date(Date.now() - 90 * DAY_MS);
    const rows = Array.from({ length: 50 }, (_, n) => (n === 17 ? visit(n, { at: longAgo }) : visit(n)));
    const answers = await Promise.allSettled(rows.map((row) => one.record(resident(row))));
    expect(answers.flatMap((answer, n) => (answer.status === 'rejected' ? [n] : []))).toEqual([17]);
    expect(await peopleOf(rows)).toEqual(rows.map((row) => row.personId).filter((n) => n !== 17));
  });

  it('gives back the visit that cannot be raised and records the others of its batch', async () => {
    const one = recorder(async (_tx, visits) => {
      if (visits.some((row) => row.personId === 3)) throw new Error('cannot be raised');
    });
    const rows = Array.from({ length: 10 }, (_, n) => visit(n));
    const answers = await Promise.allSettled(rows.map((row) => one.record(resident(row, row.personId % 3 === 0))));
    expect(answers.flatMap((answer, n) => (answer.status === 'rejected' ? [n] : []))).toEqual([3]);
    expect(await peopleOf(rows)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  });

  it('records two people who use one event id, since an event id names a scan of one person', async () => {
    const raise = vi.fn<Raise>(async () => undefined);
    const one = recorder(raise);
    const { eventId, at } = visit(0);
    const answers = await Promise.all([1, 2].map((personId) => one.record(resident(visit(personId, { eventId, at }), true))));
    expect(answers.map((answer) => [answer.row.personId, answer.isRepeated])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(raise.mock.calls.flatMap(([, visits]) => visits.map((row) => row.personId))).toEqual([1, 2]);
  });

  it('raises a visit once when its copies arrive together, and gives each the first answer', async () => {
    const raise = vi.fn<Raise>(async () => undefined);
    const one = recorder(raise);
    const row = visit(1);
    const answers = await Promise.all([0, 1, 2].map((verdict) => one.record(resident({ ...row, verdict }, true))));
    expect(answers.map((answer) => [answer.row.verdict, answer.isRepeated])).toEqual([
      [0, false],
      [0, true],
      [0, true],
    ]);
    expect(raise.mock.calls.flatMap(([, visits]) => visits)).toHaveLength(1);
  });

  it.each(['together', 'later'])(
    'refuses another event of the same person at the very same moment that comes %s, since one of them cannot be kept',
    async (when) => {
      const one = recorder();
      const row = visit(1);
      const other = { ...row, eventId: `${row.eventId.slice(0, -1)}${row.eventId.endsWith('0') ? '1' : '0'}` };
      const records = when === 'together' ? [one.record(resident(row)), one.record(resident(other))] : [one.record(resident(row))];
      await Promise.allSettled(records);
      if (when === 'later') records.push(one.record(resident(other)));
      const states = await Promise.allSettled(records);
      expect(states.map((state) => state.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(states.find((state) => state.status === 'rejected')).toMatchObject({ reason: { code: 'EVENT_ID_TAKEN' } });
    },
  );

  it('never waits in a circle when two nodes get the same visits in opposite order', async () => {
    const nodes = [recorder(), recorder()];
    for (let round = 0; round < 4; round += 1) {
      const rows = Array.from({ length: 2_000 }, (_, n) => visit(n));
      const answers = await Promise.all(
        nodes.flatMap((node, n) => (n === 0 ? rows : [...rows].reverse()).map((row) => node.record(resident(row)))),
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
    await expect(one.record(resident(visit(1)))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      options: { retryAfterSeconds: expect.any(Number) },
    });
    await away.close();
  });

  it('refuses at once when too much waits in a class, and keeps the others open', async () => {
    const one = recorder();
    const rows = Array.from({ length: MOST_WAITING.late + 50 }, (_, n) => visit(n));
    const late = Promise.allSettled(rows.map((row) => one.record({ ...resident(row), scanClass: 'late' })));
    const now = one.record(resident(visit(1)));
    const refused = (await late).filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({ reason: { code: 'UNAVAILABLE' } });
    await expect(now).resolves.toMatchObject({ isRepeated: false });
  });

  it('refuses what waited beyond its deadline and writes nothing of it', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const one = recorder(() => held);
    const first = one.record(resident(visit(1), true));
    // The transaction of the first is held, and one scan alone is not worth a second one.
    await turn();
    const row = visit(3);
    const second = one.record(resident(row));
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    release();
    await expect(second).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    clock.mockRestore();
    await first;
    expect(await peopleOf([row])).toEqual([]);
  });

  it('holds nobody while the database does not answer, neither who waits nor who is being written', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const one = recorder(() => held);
    const row = visit(1);
    const first = one.record(resident(row, true));
    await turn();
    const second = one.record(resident(visit(2)));
    const refused = [
      expect(first).rejects.toMatchObject({ code: 'UNAVAILABLE' }),
      expect(second).rejects.toMatchObject({ code: 'UNAVAILABLE' }),
    ];
    vi.advanceTimersByTime(1_200);
    await refused[1];
    vi.advanceTimersByTime(5_000);
    await refused[0];
    vi.useRealTimers();
    release();
    // What became of it is found with the same event id.
    await vi.waitFor(async () => expect(await one.record(resident(row))).toMatchObject({ isRepeated: true }));
  });

  it('raises in one order at all processes, whatever the event ids say', async () => {
    const raised: number[][] = [];
    const one = recorder(async (_tx, rows) => void raised.push(rows.map((row) => row.venueId)));
    const at = new Date();
    const ids = [1, 2, 3].map((later) => eventIdFrom(at.getTime() + later, randomBytes(10)));
    await Promise.all([3, 1, 2].map((venueId, place) => one.record(resident(visit(40, { eventId: ids[place] ?? '', venueId }), true))));
    expect(raised.flat()).toEqual([1, 2, 3]);
  });

  it('writes once more when the database let another transaction go first', async () => {
    let tries = 0;
    const one = recorder(async () => {
      tries += 1;
      if (tries === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    const row = visit(41);
    expect(await one.record(resident(row, true))).toEqual({ row, isRepeated: false });
    expect(await peopleOf([row])).toEqual([41]);
    expect(tries).toBe(2);
  });
});
