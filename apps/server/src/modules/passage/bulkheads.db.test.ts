import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_SCANS_PER_PERSON: '20' } });
});
afterAll(() => t.stop());

it('lets people pass while every connection of the desks waits', async () => {
  const cookie = await t.staffCookie('headquarters');
  const holder = await t.owner.transaction().execute(async (tx) => {
    await sql`lock table incidents in access exclusive mode`.execute(tx);
    // More than a process has connections in all.
    const desks = Array.from({ length: 12 }, () => t.send('GET', '/api/v1/incidents', { cookie }));
    await vi.waitFor(async () => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`.execute(tx);
      expect(rows[0]?.count).toBeGreaterThanOrEqual(3);
    });
    expect(await t.scan(0, 0)).toMatchObject({ verdict: 'pass' });
    expect((await t.send('GET', '/readyz')).status).toBe(200);
    return { desks };
  });
  for (const desk of holder.desks) expect((await desk).status).toBe(200);
});

it('tells a phone that floods the doors to wait, and nobody else', async () => {
  const eventIds = Array.from({ length: 60 }, () => t.eventId());
  const cookie = await t.residentCookie(1);
  const code = (await sql<{ code: string }>`select code from venues limit 1`.execute(t.owner)).rows[0]?.code;
  const answers = await Promise.all(eventIds.map((eventId) => t.send('POST', '/api/v1/scans', { cookie, body: { eventId, code } })));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThanOrEqual(20);
  for (const { status, headers } of refused) {
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
  expect(await t.scan(2, 0)).toMatchObject({ verdict: 'pass' });
});
