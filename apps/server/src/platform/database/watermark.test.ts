import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventIdFrom } from '@tongxing/codes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../logs';
import { positionFrom, positionText, type WalPosition } from './wal-position';
import { Watermark } from './watermark';
import { type AcknowledgedVisit, type Mark, readMark, UnreadableMark, writeMark } from './watermark-file';
import { compare, findingText } from './watermark-finding';

const NOW = Date.parse('2026-03-02T00:30:00Z');
const DAY_MS = 86_400_000;
const visit = (at = NOW): AcknowledgedVisit => ({ eventId: eventIdFrom(at, randomBytes(10)), personId: 7 });
const position = (changes: Partial<WalPosition> = {}): WalPosition => ({
  systemIdentifier: '7500000000000000001',
  database: '16384',
  timeline: 1,
  flushed: 0x1_0000_0000n,
  inserted: 0x1_0000_0000n,
  nextTransaction: 1_000n,
  ...changes,
});
const mark = (changes: Partial<Mark> = {}): Mark => ({
  writtenAt: NOW,
  systemIdentifier: '7500000000000000001',
  database: '16384',
  timeline: 1,
  flushed: 0x1_0000_0000n,
  nextTransaction: 1_000n,
  visits: [],
  ...changes,
});

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-mark-'));
  file = join(folder, 'kept', 'watermark.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a position', () => {
  it.each(['0/0', '0/1A2B3C', '1/0', 'FFFFFFFF/FFFFFFFF'])('%s is read and written alike', (text) => {
    expect(positionText(positionFrom(text))).toBe(text);
  });
  it('is a number of bytes, not a text', () => {
    expect(positionFrom('10/0')).toBeGreaterThan(positionFrom('9/FFFFFFFF'));
  });
});

describe('the comparison', () => {
  it.each([
    ['the same place', {}, undefined],
    ['a later one', { inserted: 0x1_0000_0001n, nextTransaction: 1_001n }, undefined],
    ['a promoted standby that has everything', { timeline: 2 }, undefined],
    ['one byte less', { inserted: 0xffff_ffffn }, 'behind'],
    ['one transaction less, the log further on', { inserted: 0x2_0000_0000n, nextTransaction: 999n }, 'behind'],
    ['another cluster, however far', { systemIdentifier: '1', inserted: 0xf_0000_0000n, nextTransaction: 9_999n }, 'replaced'],
    ['another database of the cluster', { database: '16385' }, 'replaced'],
  ])('of %s', (_what, changes, kind) => {
    expect(compare(mark(), position(changes), [])?.kind).toBe(kind);
  });
  it('of a database that lacks a newest visit, though everything else has gone on', () => {
    expect(compare(mark(), position({ inserted: 0xf_0000_0000n, nextTransaction: 9_999n }), [visit()])?.kind).toBe('behind');
  });
  it('says the numbers and what to do', () => {
    const found = compare(mark(), position({ inserted: 0xff_ffffn }), [visit()]);
    const text = findingText(found ?? { kind: 'current' }, file);
    expect(text).toContain('remembered 1/0, found 0/FFFFFF');
    expect(text).toContain('tongxing accept-database --reason');
  });
});

describe('the file', () => {
  it('gives back what was written, in a folder it makes, and leaves nothing beside it', async () => {
    const kept = mark({ visits: [visit(), visit()] });
    await writeMark(file, kept);
    await writeMark(file, kept);
    expect(await readMark(file)).toEqual(kept);
    expect(await readdir(join(folder, 'kept'))).toEqual(['watermark.json']);
  });
  it('is undefined where there is none', async () => {
    expect(await readMark(file)).toBeUndefined();
  });
  it('is not believed with any character changed', async () => {
    const kept = mark({ visits: [visit()] });
    await writeMark(file, kept);
    const whole = await readFile(file);
    for (let place = 0; place < whole.length - 1; place += 1) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
      await writeFile(file, changed);
      const read = await readMark(file).catch((error: unknown) => error);
      // White space may change without changing what is said.
      expect(read instanceof UnreadableMark || /\s/.test(String.fromCharCode(whole.readUInt8(place)))).toBe(true);
    }
  });
  it.each(['', '{', 'null', '{"watermark":{},"sha256":""}'])('with %j in it is unreadable', async (text) => {
    await writeMark(file, mark());
    await writeFile(file, text);
    await expect(readMark(file)).rejects.toThrow(UnreadableMark);
  });
});

describe('the watermark', () => {
  let now: WalPosition;
  let recorded: Set<string>;
  const asked: string[][] = [];
  const watermark = (everyMs = 5) =>
    new Watermark({
      file,
      readPosition: async () => now,
      findVisits: async (visits) => {
        asked.push(visits.map((one) => one.eventId));
        return new Set(visits.map((one) => one.eventId).filter((id) => recorded.has(id)));
      },
      clock: { now: () => NOW },
      logger: createLogger('silent'),
      retentionDays: 28,
      everyMs,
    });
  const commit = (to: Watermark, visits: readonly AcknowledgedVisit[], bytes = 1_000n) => {
    for (const { eventId } of visits) recorded.add(eventId);
    const inserted = now.inserted + bytes;
    now = { ...now, inserted, flushed: inserted, nextTransaction: now.nextTransaction + 1n };
    to.committed(visits);
  };
  beforeEach(() => {
    now = position();
    recorded = new Set();
    asked.length = 0;
  });

  it('begins with a file, follows what is committed, and keeps the newest few', async () => {
    const one = watermark();
    expect(await one.check()).toEqual({ kind: 'first' });
    one.start();
    const visits = Array.from({ length: 40 }, () => visit());
    commit(one, visits.slice(0, 30));
    commit(one, visits.slice(30));
    await vi.waitFor(async () => expect((await readMark(file))?.visits).toEqual(visits.slice(-16)));
    await one.stop();
    expect(await readMark(file)).toMatchObject({ flushed: now.flushed, nextTransaction: now.nextTransaction });
    expect(one.writesBlocked()).toBeUndefined();
    expect(await watermark().check()).toEqual({ kind: 'current' });
  });

  it('does not remember transactions whose end is not yet on disk', async () => {
    const one = watermark(60_000);
    await one.check();
    now = { ...now, inserted: now.inserted + 500n, nextTransaction: now.nextTransaction + 5n };
    await one.stop();
    expect((await readMark(file))?.nextTransaction).toBe(1_000n);
    now = { ...now, flushed: now.inserted };
    await one.stop();
    expect((await readMark(file))?.nextTransaction).toBe(1_005n);
  });

  it('blocks writes while it is behind, and leaves the file as the proof', async () => {
    const before = watermark();
    await before.check();
    commit(before, [visit()]);
    await before.stop();
    const proof = await readFile(file, 'utf8');
    now = position();
    const after = watermark();
    expect(await after.check()).toMatchObject({ kind: 'behind' });
    expect(after.writesBlocked()).toMatchObject({ code: 'DATABASE_BEHIND', status: 503, options: { retryAfterSeconds: 60 } });
    after.start();
    await after.stop();
    expect(await readFile(file, 'utf8')).toBe(proof);
    expect(await watermark().check()).toMatchObject({ kind: 'behind' });
    await after.accept();
    expect(after.writesBlocked()).toBeUndefined();
    expect(await watermark().check()).toEqual({ kind: 'current' });
  });

  it('notices while it runs that the database came back without what it had', async () => {
    const one = watermark();
    await one.check();
    one.start();
    const told: string[] = [];
    one.whenBehind(() => told.push('waiting'));
    const lost = visit();
    commit(one, [lost]);
    await vi.waitFor(async () => expect((await readMark(file))?.visits).toEqual([lost]));
    recorded.delete(lost.eventId);
    commit(one, [visit()]);
    await vi.waitFor(() => expect(one.finding).toMatchObject({ kind: 'behind', missing: [lost] }));
    expect(one.isBehind).toBe(true);
    one.whenBehind(() => told.push('late'));
    await one.stop();
    expect(told).toEqual(['waiting', 'late']);
  });

  it('does not look for visits that retention may have dropped', async () => {
    const old = visit(NOW - 27.5 * DAY_MS);
    const young = visit(NOW - 26 * DAY_MS);
    await writeMark(file, mark({ visits: [old, young] }));
    recorded.add(young.eventId);
    expect(await watermark().check()).toEqual({ kind: 'current' });
    expect(asked).toEqual([[young.eventId]]);
  });

  it('takes a schema without visits for one that lacks them, and other errors for errors', async () => {
    await writeMark(file, mark({ visits: [visit()] }));
    const failing = (code: string) =>
      new Watermark({
        file,
        readPosition: async () => now,
        findVisits: () => Promise.reject(Object.assign(new Error('failed'), { code })),
        clock: { now: () => NOW },
        logger: createLogger('silent'),
        retentionDays: 28,
      });
    expect(await failing('42P01').check()).toMatchObject({ kind: 'behind' });
    await expect(failing('57P01').check()).rejects.toThrow('failed');
  });

  it('overwrites no file that it could not read, until the operator accepts', async () => {
    await writeMark(file, mark());
    await writeFile(file, 'garbled');
    const one = watermark();
    expect(await one.check()).toEqual({ kind: 'unreadable', problem: 'its contents are not JSON' });
    await one.stop();
    expect(await readFile(file, 'utf8')).toBe('garbled');
    await one.accept();
    expect(await watermark().check()).toEqual({ kind: 'current' });
  });

  it('writes nothing while nothing happens, and says once that it cannot write', async () => {
    const logged: string[] = [];
    let isAway = false;
    let readings = 0;
    const one = new Watermark({
      file,
      readPosition: () => {
        readings += 1;
        return isAway ? Promise.reject(new Error('away')) : Promise.resolve(now);
      },
      findVisits: async () => new Set<string>(),
      clock: { now: () => NOW + readings },
      logger: createLogger('info', { write: (line) => void logged.push(line) }),
      retentionDays: 28,
      everyMs: 1,
    });
    await one.check();
    const written = await readFile(file, 'utf8');
    isAway = true;
    one.start();
    await vi.waitFor(() => expect(readings).toBeGreaterThan(5));
    isAway = false;
    await vi.waitFor(() => expect(logged.join()).toContain('is written again'));
    await one.stop();
    expect(logged.join().match(/is not written/g)).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe(written);
  });
});
