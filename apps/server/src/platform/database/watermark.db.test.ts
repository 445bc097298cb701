import { randomBytes, randomInt } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventIdFrom } from '@tongxing/codes';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyFolder, flipLogBit, makeFolder, type OwnServer, startOwnServer } from '../../testing/own-server';
import { systemClock } from '../clock';
import { createLogger } from '../logs';
import { type OpenDatabase, openDatabase } from './database';
import { positionFrom, readWalPosition } from './wal-position';
import { Watermark } from './watermark';
import { type AcknowledgedVisit, type Mark, readMark } from './watermark-file';

/** Bits turned over; 50 and more for a release. */
const CORRUPTIONS = Number(process.env.WAL_CORRUPTIONS ?? 6);
const KILLS = Number(process.env.WAL_KILLS ?? 3);
const BATCHES = 20;
const BATCH_SIZE = 50;

/** Log without a transaction, as reading and vacuum leave it behind. */
const NOISE = "select pg_logical_emit_message(false, 'noise', repeat('x', 1000000))";

let root: string;
let file: string;
const opened: Pick<OpenDatabase, 'close'>[] = [];
const servers: OwnServer[] = [];

/** A database as the platform would see it, with a table of visits of its own. */
async function start(dataDir = join(root, 'data')) {
  const server = await startOwnServer(dataDir);
  servers.push(server);
  const owner = new pg.Client({ connectionString: server.ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  opened.push({ close: () => owner.end() });
  // A start after a crash writes nothing of its own: the comparison stands alone.
  const { rows: known } = await owner.query<{ known: boolean }>("select to_regclass('commands') is not null as known");
  if (known[0]?.known !== true) {
    await owner.query('create table recorded (event_id uuid primary key, person_id integer not null)');
    await owner.query('grant select on recorded to tongxing_app');
    await owner.query('create table commands (what text not null)');
  }
  const other = new pg.Client({ connectionString: server.ownerUrl });
  other.on('error', () => undefined);
  await other.connect();
  opened.push({ close: () => other.end() });
  const running = openDatabase({ url: server.runningUrl, connections: 2, onError: () => undefined });
  opened.push(running);
  const find = async (visits: readonly AcknowledgedVisit[]) => {
    const ids = visits.map((visit) => visit.eventId);
    const { rows } = await sql<{ id: string }>`select event_id as id from recorded where event_id = any(${ids})`.execute(running.db);
    return new Set(rows.map((row) => row.id));
  };
  return {
    server,
    owner,
    other,
    find,
    /** As by a node with a file of its own. */
    watermark: (path = file) =>
      new Watermark({
        file: path,
        readPosition: () => readWalPosition(running.db),
        findVisits: find,
        clock: systemClock,
        logger: createLogger('silent'),
        retentionDays: 28,
        everyMs: 10,
      }),
    /** Commits visits, one transaction a batch, and tells the watermark as the recorder does. */
    async record(watermark: Watermark | undefined, batches = BATCHES): Promise<AcknowledgedVisit[]> {
      const all: AcknowledgedVisit[] = [];
      for (let batch = 0; batch < batches; batch += 1) {
        const visits = Array.from({ length: BATCH_SIZE }, () => ({ eventId: eventIdFrom(Date.now(), randomBytes(10)), personId: 1 }));
        await owner.query('insert into recorded select unnest($1::uuid[]), 1', [visits.map((visit) => visit.eventId)]);
        watermark?.committed(visits);
        all.push(...visits);
      }
      return all;
    },
    async stop(how: 'ordered' | 'killed') {
      await running.close().catch(() => undefined);
      if (how === 'ordered') await Promise.all([owner.end(), other.end()]);
      await (how === 'ordered' ? server.stop() : server.kill());
    },
  };
}
type Started = Awaited<ReturnType<typeof start>>;

beforeEach(async () => {
  root = await makeFolder();
  file = join(root, 'watermark.json');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close().catch(() => undefined)));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await rm(root, { recursive: true, force: true });
});

const kindAt = async (started: Started, path?: string) => (await started.watermark(path).check()).kind;

describe('a database that has everything', () => {
  it('passes after ordered restarts and after kill -9 in the middle of writing', { timeout: 60_000 + KILLS * 5_000 }, async () => {
    let started = await start();
    expect(await kindAt(started)).toBe('first');
    for (let n = 0; n <= KILLS; n += 1) {
      const watermark = started.watermark();
      expect((await watermark.check()).kind).toBe('current');
      watermark.start();
      await started.owner.query('truncate commands');
      await started.record(watermark);
      // Under way when the server is killed, in records that cross pages: written, in part on disk, never acknowledged.
      const before = (await readMark(file))?.flushed ?? 0n;
      const underWay = Promise.allSettled([
        started.owner.query('insert into commands select repeat(md5(generate_series(1, 10000000)::text), 60)'),
        started.other.query('insert into commands select repeat(md5(generate_series(1, 10000000)::text), 7)'),
      ]);
      await vi.waitFor(async () => expect(((await readMark(file))?.flushed ?? 0n) - before).toBeGreaterThan(4_000_000n), 20_000);
      await started.stop('killed');
      await underWay;
      await watermark.stop();
      started = await start();
    }
    expect(await kindAt(started)).toBe('current');
    await started.stop('ordered');
    expect(await kindAt(await start())).toBe('current');
  });

  it('passes for two nodes with a file each', async () => {
    const started = await start();
    const [one, other] = [started.watermark(join(root, 'one.json')), started.watermark(join(root, 'other.json'))];
    expect([(await one.check()).kind, (await other.check()).kind]).toEqual(['first', 'first']);
    await started.record(one);
    await started.record(other);
    await Promise.all([one.stop(), other.stop()]);
    expect([await kindAt(started, join(root, 'one.json')), await kindAt(started, join(root, 'other.json'))]).toEqual([
      'current',
      'current',
    ]);
  });

  it('is another one when it is another cluster or another database, whatever else is in it', async () => {
    const first = await start();
    await first.watermark().check();
    const second = await start(join(root, 'other'));
    await second.record(undefined);
    expect(await kindAt(second)).toBe('replaced');
  });

  it('is not judged by a file that cannot be read', async () => {
    const started = await start();
    await started.watermark().check();
    await writeFile(file, '\u0000'.repeat(400));
    expect(await started.watermark().check()).toMatchObject({ kind: 'unreadable', problem: 'its contents are not JSON' });
  });
});

describe('a copy put back', () => {
  it('is noticed by each node, also when others have written to it since and its log is further on than ever', async () => {
    let started = await start();
    const [one, other] = [started.watermark(), started.watermark(join(root, 'other.json'))];
    await one.check();
    await other.check();
    await started.stop('ordered');
    await copyFolder(join(root, 'data'), join(root, 'copy'));
    started = await start();
    const [later, otherLater] = [started.watermark(), started.watermark(join(root, 'other.json'))];
    await later.check();
    await otherLater.check();
    await started.record(later, 4);
    await started.record(otherLater, 4);
    await Promise.all([later.stop(), otherLater.stop()]);
    const mark = await readMark(file);
    await started.stop('ordered');
    await copyFolder(join(root, 'copy'), join(root, 'data'));

    started = await start();
    const behind = started.watermark();
    expect(await behind.check()).toMatchObject({ kind: 'behind', missing: { length: 16 } });
    expect(behind.writesBlocked()?.code).toBe('DATABASE_BEHIND');
    await started.record(undefined, 200);
    const position = await behind.accept().then(() => readMark(file));
    expect(position?.flushed).toBeGreaterThan(mark?.flushed ?? 0n);
    // The first node was accepted; the other has not said anything yet and finds its own visits missing.
    expect(await kindAt(started)).toBe('current');
    expect(await started.watermark(join(root, 'other.json')).check()).toMatchObject({ kind: 'behind', missing: { length: 16 } });
  }, 60_000);

  it('is noticed when only commands are missing from it', async () => {
    let started = await start();
    await started.watermark().check();
    await started.stop('ordered');
    await copyFolder(join(root, 'data'), join(root, 'copy'));
    started = await start();
    const later = started.watermark();
    await later.check();
    for (let n = 0; n < 20; n += 1) await started.owner.query("insert into commands values ('a person is green again')");
    await later.stop();
    await later.stop();
    await started.stop('ordered');
    await copyFolder(join(root, 'copy'), join(root, 'data'));
    started = await start();
    await started.owner.query(NOISE);
    expect(await started.watermark().check()).toMatchObject({ kind: 'behind', missing: [] });
  }, 60_000);
});

describe(`${CORRUPTIONS} bits turned over in the log that a killed server would have replayed`, () => {
  let shared: string;
  beforeAll(async () => {
    shared = await makeFolder();
  });
  afterAll(() => rm(shared, { recursive: true, force: true }));

  interface Crashed {
    readonly folder: string;
    readonly mark: Mark;
    readonly visits: readonly AcknowledgedVisit[];
  }

  /** Starts a copy with one bit turned over. The file must speak exactly when visits are missing. */
  async function turn({ folder, mark, visits }: Crashed, at: bigint, bit: number): Promise<'lost' | 'harmless' | 'refused'> {
    const trial = join(shared, 'trial');
    await copyFolder(folder, trial);
    await flipLogBit(trial, mark.timeline, at, bit);
    const started = await start(trial).catch(() => undefined);
    if (started === undefined) return 'refused';
    const missing = visits.length - (await started.find(visits)).size;
    // Half of them with a log that others have carried further than it ever was.
    if (bit % 2 === 1) await started.owner.query(NOISE);
    const { kind } = await started.watermark().check();
    expect({ at, bit, missing, kind }).toEqual({ at, bit, missing, kind: missing > 0 ? 'behind' : 'current' });
    await started.stop('ordered');
    return missing > 0 ? 'lost' : 'harmless';
  }

  const longEnough = Math.max(60_000, CORRUPTIONS * 5_000);
  it('are noticed whenever they cost an acknowledged visit, and only then', { timeout: longEnough }, async () => {
    const folder = join(shared, 'crashed');
    file = join(shared, 'watermark.json');
    const started = await start(folder);
    await started.owner.query('checkpoint');
    const { rows } = await started.owner.query<{ redo: string }>('select redo_lsn::text as redo from pg_control_checkpoint()');
    const from = positionFrom(rows[0]?.redo ?? '');
    const watermark = started.watermark();
    await watermark.check();
    const visits = await started.record(watermark);
    // What the server writes for itself after the last visit may be missing, and cost nothing, and be told all the same.
    const { rows: ends } = await started.owner.query<{ end: string }>('select pg_current_wal_insert_lsn()::text as end');
    const end = positionFrom(ends[0]?.end ?? '');
    await watermark.stop();
    await started.stop('killed');
    const mark = await readMark(file);
    if (mark === undefined) throw new Error('no watermark was written');
    expect(end - from).toBeGreaterThan(BigInt(BATCHES * BATCH_SIZE * 30));

    // What a checkpoint has put on disk is not replayed: turning it over costs nothing.
    expect(await turn({ folder, mark, visits }, from - 100n, 3)).toBe('harmless');
    // A bit near the very end costs one transaction: the smallest loss there is.
    const outcomes = [await turn({ folder, mark, visits }, end - 30n, 3)];
    while (outcomes.length < CORRUPTIONS)
      outcomes.push(await turn({ folder, mark, visits }, from + BigInt(randomInt(Number(end - from))), randomInt(8)));
    expect(outcomes).toContain('lost');
    if (process.env.WAL_CORRUPTIONS !== undefined) process.stdout.write(`${JSON.stringify(outcomes)}\n`);
  });
});
