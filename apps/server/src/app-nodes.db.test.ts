import { randomUUID } from 'node:crypto';
import { CITY_CODE, PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensurePartitions } from './modules/passage/store';
import { startTestApp, type TestApp } from './testing/test-app';

let one: TestApp;
let other: TestApp;
beforeAll(async () => {
  one = await startTestApp();
  other = await startTestApp({ beside: one });
});
afterAll(async () => {
  await other.stop();
  await one.stop();
});

const scanAt = (node: TestApp, resident: number, venue: number, eventId?: string) => node.scan(resident, venue, eventId);

describe('two nodes on one database', () => {
  it('follow a switch of the regime made at either', async () => {
    const body = { id: randomUUID(), divisionCode: CITY_CODE, regime: 'risk_areas', noticeNumber: '第9号', title: '测试' } as const;
    await (await one.staff('headquarters'))('POST /api/v1/regimes', { body });
    await vi.waitFor(async () => expect(await scanAt(other, PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'stop' }), { timeout: 5_000 });
    await (await other.staff('headquarters'))('POST /api/v1/regimes', { body: { ...body, id: randomUUID(), regime: 'normal' } });
    await vi.waitFor(async () => expect(await scanAt(one, PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'pass' }), { timeout: 5_000 });
  });

  it('give one answer to one event id', async () => {
    const eventId = one.eventId();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => scanAt(n % 2 === 0 ? one : other, PERSONAS.green, 1, eventId)));
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.recordedAt)).size).toBe(1);
  });

  it('open one incident for a person who scans at both at once', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => scanAt(n % 2 === 0 ? one : other, PERSONAS.red, 2)));
    const venue = sql`venue_id = (select id from venues where public_id = ${venueAt(one.city, 2).publicId})`;
    expect(await one.count('incidents', venue)).toBe(1);
    expect(await one.count('sms_messages', sql`warning_id in (select id from warnings where ${venue})`)).toBe(2);
  });

  it('tell a door screen at one of a scan at the other', async () => {
    const manager = await one.staff('venue_manager');
    const { pairingCode } = await manager('POST /api/v1/venues/:id/door-pairings', { params: { id: venueAt(one.city, 0).publicId } });
    const paired = await one.send('POST', '/api/v1/door/sessions', { body: { pairingCode } });
    const followed = await one.follow('/api/v1/door/feed', paired.headers.getSetCookie()[0]?.split(';')[0] ?? '');
    await vi.waitFor(
      async () => {
        const eventId = one.eventId();
        await scanAt(other, PERSONAS.green, 0, eventId);
        await vi.waitFor(() => expect(followed.events.map((event) => event.data.eventId)).toContain(eventId), { timeout: 500 });
      },
      { timeout: 5_000 },
    );
    followed.close();
  });

  it('tell consoles at both that a list changed', async () => {
    const cookie = await one.staffCookie('data_team');
    const feeds = [await one.follow('/api/v1/staff/feed', cookie), await other.follow('/api/v1/staff/feed', cookie)];
    await scanAt(other, PERSONAS.red, 3);
    for (const feed of feeds) {
      await vi.waitFor(() => expect(feed.events).toContainEqual({ name: 'changed', data: { kind: 'warnings' } }), { timeout: 3_000 });
      feed.close();
    }
  });

  it('end a session at both when it is ended at either', async () => {
    const cookie = await one.cookie('resident', 90);
    const visits = (node: TestApp) => node.send('GET', '/api/v1/me/visits', { cookie });
    expect([(await visits(one)).status, (await visits(other)).status]).toEqual([200, 200]);
    await one.send('DELETE', '/api/v1/sign-in/sessions/current', { cookie });
    expect((await visits(one)).status).toBe(401);
    await vi.waitFor(async () => expect((await visits(other)).status).toBe(401), { timeout: 3_000 });
  });

  it('make the partitions of the coming days side by side', async () => {
    const warmed = Array.from({ length: 2 }, () => sql`select pg_sleep(0.05)`.execute(one.running));
    await Promise.all(warmed);
    await Promise.all(Array.from({ length: 6 }, () => ensurePartitions(one.running, '2031-01-01', '2031-01-20', 'Asia/Shanghai')));
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'visits'::regclass and c.relname like 'visits_2031%'`.execute(one.owner);
    expect(rows[0]?.count).toBe(20);
  });
});
