import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readVisits } from './modules/passage/store';
import { systemClock } from './platform/clock';
import { readWalPosition } from './platform/database/wal-position';
import { Watermark } from './platform/database/watermark';
import { readMark } from './platform/database/watermark-file';
import { createLogger } from './platform/logs';
import { startTestApp, type TestApp } from './testing/test-app';

let folder: string;
let t: TestApp;
let watermark: Watermark;
let isForgetful = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-behind-'));
  watermark = new Watermark({
    file: join(folder, 'watermark.json'),
    readPosition: () => readWalPosition(t.running),
    findVisits: async (visits) => new Set(isForgetful ? [] : (await readVisits(t.running, visits)).map((visit) => visit.eventId)),
    clock: systemClock,
    logger: createLogger('silent'),
    retentionDays: 28,
    everyMs: 10,
  });
  t = await startTestApp({ watermark });
  await watermark.check();
  watermark.start();
});
afterAll(async () => {
  await watermark.stop();
  await t.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a platform whose database lacks what was acknowledged', () => {
  it('remembers what it has answered, as long as nothing is missing', async () => {
    const { eventId } = await t.scan(1, 0);
    await vi.waitFor(async () =>
      expect((await readMark(join(folder, 'watermark.json')))?.visits.map((visit) => visit.eventId)).toEqual([eventId]),
    );
    expect(await t.send('GET', '/readyz')).toMatchObject({ status: 200 });
  });

  it('answers what reads, refuses what writes, says so, and takes no part in anything', async () => {
    const cookie = await t.residentCookie(2);
    isForgetful = true;
    // What finds out is a write; when a loop's came first, this one is refused already.
    await Promise.allSettled([t.scan(3, 0)]);
    await vi.waitFor(() => expect(watermark.isBehind).toBe(true));
    const before = await t.count('visits');
    await expect(t.scan(2, 0)).rejects.toMatchObject({ status: 503, code: 'DATABASE_BEHIND', retryAfterSeconds: 60 });
    expect(await t.count('visits')).toBe(before);
    expect(await t.send('GET', '/api/v1/me/visits', { cookie })).toMatchObject({ status: 200 });
    expect(await t.send('DELETE', '/api/v1/staff/sessions/current')).toMatchObject({ status: 503 });
    expect(await t.send('GET', '/readyz')).toMatchObject({ status: 503, json: { status: 'database behind' } });
  });
});
