import { randomUUID } from 'node:crypto';
import { CITY_CODE, PERSONAS } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type FaultProxy, startFaultProxy } from './testing/fault-proxy';
import { startTestApp, type TestApp } from './testing/test-app';

let proxy: FaultProxy;
let t: TestApp;
beforeAll(async () => {
  proxy = await startFaultProxy(inject('runningUrl'));
  t = await startTestApp({ through: proxy.through });
});
afterAll(async () => {
  await t.stop();
  proxy.stop();
});

describe('while the database is away', () => {
  it('the process lives and says that it cannot record', async () => {
    expect(await t.send('GET', '/readyz')).toMatchObject({ status: 200, json: { status: 'ready' } });
    proxy.cut();
    expect(await t.send('GET', '/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect((await t.send('GET', '/readyz')).status).toBe(503);
    await proxy.heal();
    expect((await t.send('GET', '/readyz')).status).toBe(200);
  });

  it('scans are told to come back, nothing of them is recorded, and the same event ids pass afterwards, once', async () => {
    const people = Array.from({ length: 30 }, (_, n) => 80 + n);
    await Promise.all(people.map((index) => t.scan(index, 1)));
    const ids = new Map(people.map((index) => [index, t.eventId()]));
    proxy.cut();
    const away = await Promise.allSettled([...ids].map(([index, id]) => t.scan(index, 0, id)));
    for (const answer of away)
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { status: 503, code: 'UNAVAILABLE', retryAfterSeconds: expect.any(Number) },
      });
    await proxy.heal();
    const again = await Promise.all([...ids].map(([index, id]) => t.scan(index, 0, id)));
    expect(again.filter((answer) => answer.repeated)).toEqual([]);
  });

  it('a cut in the middle of a burst loses no answer that was given and doubles none', async () => {
    const people = Array.from({ length: 60 }, (_, n) => 80 + n);
    await Promise.all(people.map((index) => t.residentCookie(index)));
    const ids = new Map(people.map((index) => [index, t.eventId()]));
    const burst = Promise.allSettled([...ids].map(([index, id]) => t.scan(index, 2, id)));
    await vi.waitFor(async () => expect(await t.count('visits')).toBeGreaterThan(0));
    proxy.cut();
    const answers = await burst;
    await proxy.heal();
    const given = [...ids.values()].filter((_, n) => answers[n]?.status === 'fulfilled');
    const retried = await Promise.all([...ids].map(([index, id]) => t.scan(index, 2, id)));
    const { length } = retried.filter((answer) => given.includes(answer.eventId) && !answer.repeated);
    expect(length).toBe(0);
    const seen = await Promise.all(
      people.map(async (index) => (await (await t.resident(index))('GET /api/v1/me/visits')).items.map((visit) => visit.eventId)),
    );
    for (const [n, id] of [...ids.values()].entries()) expect(seen[n]?.filter((one) => one === id)).toHaveLength(1);
  });

  it('facts changed meanwhile are followed afterwards', async () => {
    const other = await startTestApp({ beside: t });
    try {
      proxy.cut();
      const body = { id: randomUUID(), divisionCode: CITY_CODE, regime: 'risk_areas', noticeNumber: '第9号', title: '测试' } as const;
      await (await other.staff('headquarters'))('POST /api/v1/regimes', { body });
      await proxy.heal();
      await vi.waitFor(async () => expect(await t.scan(PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'stop' }), { timeout: 5_000 });
    } finally {
      await other.stop();
    }
  });
});
