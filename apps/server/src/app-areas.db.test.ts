import { randomUUID } from 'node:crypto';
import { PERMISSIONS } from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
/** Somebody who may everything, in the street of the first venue only. */
let here: Client;
/** The same in another street. */
let there: Client;
let elsewhere: number;
beforeAll(async () => {
  t = await startTestApp();
  const street = venueAt(t.city, 0).divisionCode;
  elsewhere =
    Array.from({ length: t.city.size.venues }, (_, n) => n).find(
      (n) => venueAt(t.city, n).divisionCode !== street && venueAt(t.city, n).scene === 'ordinary',
    ) ?? -1;
  here = t.clientWith(await t.extraStaff({ permissions: PERMISSIONS, areaCode: street }));
  there = t.clientWith(await t.extraStaff({ permissions: PERMISSIONS, areaCode: venueAt(t.city, elsewhere).divisionCode }));
  await t.scan(PERSONAS.red, elsewhere);
});
afterAll(() => t.stop());

const NOT_THERE = { code: 'NOT_FOUND', status: 404 };

describe('a street sees and changes what is its own, and for the rest there is nothing', () => {
  it('of venues', async () => {
    const params = { id: venueAt(t.city, elsewhere).publicId };
    expect(await there('GET /api/v1/venues/:id', { params })).toMatchObject({ id: params.id });
    await expect(here('GET /api/v1/venues/:id', { params })).rejects.toMatchObject(NOT_THERE);
    await expect(here('GET /api/v1/venues/:id/totals', { params })).rejects.toMatchObject(NOT_THERE);
    await expect(here('POST /api/v1/venues/:id/state', { params, body: { state: 'suspended', reason: '测试' } })).rejects.toMatchObject(
      NOT_THERE,
    );
    await expect(here('POST /api/v1/venues/:id/door-pairings', { params })).rejects.toMatchObject(NOT_THERE);
    expect(await t.nobody('GET /api/v1/venue-codes/:code', { params: { code: venueAt(t.city, elsewhere).code } })).toMatchObject({
      state: 'active',
    });
  });

  it('of lists of venues, whatever is asked for', async () => {
    const { divisionCode, name, code } = venueAt(t.city, elsewhere);
    const own = venueAt(t.city, 0).divisionCode;
    for (const query of [{ limit: 100 }, { divisionCode }, { search: name }, { search: code }, { search: '%' }]) {
      const { items } = await here('GET /api/v1/venues', { query });
      expect(items.every((venue) => venue.division.code === own)).toBe(true);
    }
    const all = (await here('GET /api/v1/venues', { query: { limit: 100 } })).items.length;
    expect(all).toBe(
      Array.from({ length: t.city.size.venues }, (_, n) => venueAt(t.city, n)).filter((venue) => venue.divisionCode === own).length,
    );
  });

  it('of registering a venue', async () => {
    const body = {
      id: randomUUID(),
      name: '测试站',
      class: 'other',
      address: '测试路 1 号',
      divisionCode: venueAt(t.city, elsewhere).divisionCode,
      contactPhone: '13900000001',
    } as const;
    await expect(here('POST /api/v1/venues', { body })).rejects.toMatchObject({
      fields: [{ field: 'divisionCode', code: 'division_unknown' }],
    });
    expect(await there('POST /api/v1/venues', { body })).toMatchObject({ name: '测试站' });
    // The id of a venue elsewhere does not open it either.
    await expect(here('POST /api/v1/venues', { body: { ...body, divisionCode: venueAt(t.city, 0).divisionCode } })).rejects.toMatchObject(
      NOT_THERE,
    );
  });

  it('of warnings', async () => {
    const [warning] = (await there('GET /api/v1/warnings')).items;
    const params = { id: warning?.id ?? '' };
    expect((await here('GET /api/v1/warnings')).items).toEqual([]);
    await expect(here('GET /api/v1/warnings/:id', { params })).rejects.toMatchObject(NOT_THERE);
    await expect(here('POST /api/v1/warnings/:id/acknowledgement', { params, body: {} })).rejects.toMatchObject(NOT_THERE);
    expect(await there('GET /api/v1/warnings/:id', { params })).toMatchObject({ state: 'open' });
  });

  it('of incidents and the person in them', async () => {
    const [incident] = (await there('GET /api/v1/incidents')).items;
    const params = { id: incident?.id ?? '' };
    expect((await here('GET /api/v1/incidents')).items).toEqual([]);
    await expect(here('GET /api/v1/incidents/:id', { params })).rejects.toMatchObject(NOT_THERE);
    await expect(here('POST /api/v1/incidents/:id/transitions', { params, body: { to: 'dispatched' } })).rejects.toMatchObject(NOT_THERE);
    await expect(here('POST /api/v1/incidents/:id/notes', { params, body: { note: '测试' } })).rejects.toMatchObject(NOT_THERE);
    await expect(here('POST /api/v1/incidents/:id/identity', { params, body: { reason: '联系本人' } })).rejects.toMatchObject(NOT_THERE);
    expect(await there('GET /api/v1/incidents/:id', { params })).toMatchObject({ state: 'reported', steps: [{ kind: 'state' }] });
  });

  it('of counts', async () => {
    const [mine, theirs] = [await here('GET /api/v1/statistics/flow'), await there('GET /api/v1/statistics/flow')];
    expect(mine).toMatchObject({ openIncidents: 0, venuesWithScans: 0 });
    expect(theirs).toMatchObject({ openIncidents: 1, venuesWithScans: 1 });
    const counts = async (client: Client) =>
      Object.fromEntries((await client('GET /api/v1/staff/work')).items.map(({ kind, count }) => [kind, count]));
    expect(await counts(here)).toMatchObject({ warnings_to_acknowledge: 0, incidents_to_dispatch: 0 });
    expect(await counts(there)).toMatchObject({ warnings_to_acknowledge: 1, incidents_to_dispatch: 1 });
  });

  it('of the regime', async () => {
    const body = { id: randomUUID(), regime: 'risk_areas', noticeNumber: '第9号', title: '测试' } as const;
    for (const divisionCode of [venueAt(t.city, elsewhere).divisionCode, venueAt(t.city, 0).divisionCode.slice(0, 6), '99']) {
      await expect(here('POST /api/v1/regimes', { body: { ...body, divisionCode } }), divisionCode).rejects.toMatchObject(NOT_THERE);
    }
    await there('POST /api/v1/regimes', { body: { ...body, divisionCode: venueAt(t.city, elsewhere).divisionCode } });
    expect((await here('GET /api/v1/regimes')).items).toEqual([]);
  });
});

describe('whose it is', () => {
  it('is said by the database, whatever a program writes', async () => {
    const author = sql<number>`(select id from staff_accounts where username = 'street')`;
    const { rows } = await sql<{
      areaCode: string;
    }>`insert into risk_areas (id, division_code, level, source, author_id, valid_from, area_code)
      values (${randomUUID()}, '990202', 'high', '名单', ${author}, now(), '99') returning area_code`.execute(t.running);
    expect(rows).toEqual([{ areaCode: venueAt(t.city, 0).divisionCode }]);
  });

  it.each([
    ['cases', 'created_at'],
    ['health_evidence', 'recorded_at'],
  ])('is found by an index in %s', async (table, column) => {
    const explained = await t.owner.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      return sql<{ 'QUERY PLAN': string }>`explain select id from ${sql.table(table)} where area_code like '990101001%'
        order by ${sql.ref(column)} desc, id desc limit 21`.execute(tx);
    });
    expect(explained.rows.map((row) => Object.values(row)[0]).join('\n')).toContain(`${table}_area`);
  });
});

describe('the manager of one venue', () => {
  it('sees this venue and pairs its door, and no other of the same street', async () => {
    const manager = await t.staff('venue_manager');
    expect((await manager('GET /api/v1/venues', { query: { limit: 100 } })).items.map((venue) => venue.id)).toEqual([
      venueAt(t.city, 0).publicId,
    ]);
    for (let n = 1; n < t.city.size.venues; n += 1) {
      const params = { id: venueAt(t.city, n).publicId };
      await expect(manager('GET /api/v1/venues/:id', { params })).rejects.toMatchObject(NOT_THERE);
      await expect(manager('POST /api/v1/venues/:id/door-pairings', { params })).rejects.toMatchObject(NOT_THERE);
    }
  });

  it('sees totals and never a person', async () => {
    await t.scan(PERSONAS.green, 0);
    const manager = await t.staff('venue_manager');
    const totals = await manager('GET /api/v1/venues/:id/totals', { params: { id: venueAt(t.city, 0).publicId } });
    expect(Object.keys(totals).sort()).toEqual(['hours', 'lastScanAt', 'today']);
    expect(totals.today.pass).toBeGreaterThan(0);
    expect(totals.hours.reduce((sum, hour) => sum + hour.count, 0)).toBeGreaterThan(0);
  });
});
