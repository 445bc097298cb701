import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const HOUR_MS = 3_600_000;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const work = async (client: Client) => Object.fromEntries((await client('GET /api/v1/staff/work')).items.map((item) => [item.kind, item]));

describe('what waits for somebody', () => {
  it('is shown by permission and goes down as it is done', async () => {
    const [data, dispatcher] = [await t.staff('data_team'), await t.staff('dispatcher_110')];
    expect(await work(data)).toMatchObject({ warnings_to_acknowledge: { count: 0, oldestAt: null } });
    await t.scan(PERSONAS.red, 0);
    await t.scan(PERSONAS.red, 1);
    expect(await work(data)).toMatchObject({ warnings_to_acknowledge: { count: 2, oldestAt: expect.any(String) } });
    expect(await work(dispatcher)).toMatchObject({ incidents_to_dispatch: { count: 2 }, incidents_overdue: { count: 0 } });
    expect(Object.keys(await work(dispatcher))).not.toContain('warnings_to_acknowledge');
    const [first] = (await dispatcher('GET /api/v1/incidents')).items;
    await dispatcher('POST /api/v1/incidents/:id/transitions', { params: { id: first?.id ?? '' }, body: { to: 'dispatched' } });
    expect(await work(dispatcher)).toMatchObject({ incidents_to_dispatch: { count: 1 } });
    t.clock.advance(HOUR_MS / 2 + 1_000);
    expect(await work(dispatcher)).toMatchObject({ incidents_overdue: { count: 2 } });
    expect(await work(await t.staff('audit_admin'))).toEqual({});
  });

  it('is announced to an open console', async () => {
    const feed = await t.follow('/api/v1/staff/feed', await t.staffCookie('dispatcher_110'));
    await t.scan(PERSONAS.red, 2);
    await vi.waitFor(() => expect(feed.events.map((event) => event.data.kind)).toEqual(expect.arrayContaining(['warnings', 'incidents'])), {
      timeout: 3_000,
    });
    feed.close();
  });

  it('and the queue of the privacy officer as well', async () => {
    const feed = await t.follow('/api/v1/staff/feed', await t.staffCookie('privacy_officer'));
    const body = { id: randomUUID(), kind: 'name', name: '张三丰', reason: '登记时打错了字' } as const;
    await (await t.resident(PERSONAS.green))('POST /api/v1/me/requests', { body });
    await vi.waitFor(() => expect(feed.events).toContainEqual({ name: 'changed', data: { kind: 'rights_requests' } }), { timeout: 3_000 });
    feed.close();
  });
});

describe('the flow of the last day', () => {
  it('counts every scan once, in its hour and by its verdict', async () => {
    const headquarters = await t.staff('headquarters');
    const total = async () => {
      const { hours } = await headquarters('GET /api/v1/statistics/flow');
      expect(hours).toHaveLength(24);
      for (const [n, hour] of hours.slice(1).entries()) expect(Date.parse(hour.from) - Date.parse(hours[n]?.from ?? '')).toBe(HOUR_MS);
      const sum = (pick: (hour: (typeof hours)[number]) => number) => hours.reduce((all, hour) => all + pick(hour), 0);
      return {
        pass: sum((hour) => hour.pass),
        attention: sum((hour) => hour.attention),
        stop: sum((hour) => hour.stop),
        last: hours.at(-1)?.pass ?? 0,
      };
    };
    const before = await total();
    await t.scan(PERSONAS.green, 3);
    await t.scan(PERSONAS.green, 3, t.eventId(t.clock.now() - 5 * HOUR_MS));
    await t.scan(PERSONAS.green, 3, t.eventId(t.clock.now() - 30 * HOUR_MS));
    await t.scan(PERSONAS.yellow, 3);
    await t.scan(PERSONAS.red, 3);
    const after = await total();
    expect({ pass: after.pass - before.pass, attention: after.attention - before.attention, stop: after.stop - before.stop }).toEqual({
      pass: 2,
      attention: 1,
      stop: 1,
    });
    expect(after.last - before.last).toBe(1);
  });

  it('knows how many venues there are and how many were scanned at', async () => {
    const flow = await (await t.staff('headquarters'))('GET /api/v1/statistics/flow');
    expect(flow).toMatchObject({ venues: t.city.size.venues, openIncidents: await t.count('incidents', sql`state <> 'closed'`) });
    expect(flow.venuesWithScans).toBeGreaterThanOrEqual(4);
    expect(flow.venuesWithScans).toBeLessThan(t.city.size.venues);
  });
});

describe('the register of venues', () => {
  it('is paged in order and found by name and by code as it is printed', async () => {
    const cookie = await t.extraStaff({ permissions: ['venue.read'], areaCode: CITY_CODE });
    const officer = t.clientWith(cookie);
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await officer('GET /api/v1/venues', { query: { limit: 7, cursor } });
      seen.push(...page.items.map((venue) => venue.id));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null;
    }
    expect(seen).toEqual(Array.from({ length: t.city.size.venues }, (_, n) => venueAt(t.city, n).publicId));
    const { name, code, publicId } = venueAt(t.city, 5);
    for (const search of [name, code, `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`.toLowerCase()]) {
      expect((await officer('GET /api/v1/venues', { query: { search } })).items.map((venue) => venue.id)).toContain(publicId);
    }
    expect((await officer('GET /api/v1/venues', { query: { search: '%' } })).items).toEqual([]);
    expect(
      (await officer('GET /api/v1/venues', { query: { class: 'school', limit: 100 } })).items.every((venue) => venue.class === 'school'),
    ).toBe(true);
  });

  it('hides the telephone of the contact', async () => {
    const venue = await (await t.staff('venue_manager'))('GET /api/v1/venues/:id', { params: { id: venueAt(t.city, 0).publicId } });
    expect(JSON.stringify(venue)).not.toContain(venueAt(t.city, 0).contactPhone);
  });
});

describe('divisions', () => {
  it('are listed below a parent and found by name, in the language asked for', async () => {
    const top = await t.nobody('GET /api/v1/divisions');
    expect(top.items.map((division) => division.code)).toEqual(['99']);
    const cities = await t.nobody('GET /api/v1/divisions', { query: { parent: '99' } });
    expect(cities.items.map((division) => division.code)).toContain(CITY_CODE);
    const zh = await t.send('GET', `/api/v1/divisions?search=${encodeURIComponent('青屿')}`, { headers: { 'accept-language': 'zh-CN' } });
    expect(JSON.stringify(zh.json)).toContain(`"code":"${CITY_CODE}"`);
    expect((await t.nobody('GET /api/v1/divisions', { query: { parent: '9999' } })).items).toEqual([]);
  });
});
