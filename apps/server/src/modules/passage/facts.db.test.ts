import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import type { Regime } from '@tongxing/rules';
import { CITY_CODE, makeCity, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const DAY_MS = 86_400_000;

let t: TestApp;
let headquarters: Client;
beforeAll(async () => {
  t = await startTestApp();
  headquarters = await t.staff('headquarters');
});
afterAll(() => t.stop());

const switchTo = (regime: Regime, divisionCode: string, id = randomUUID()) =>
  headquarters('POST /api/v1/regimes', { body: { id, divisionCode, regime, noticeNumber: '青指〔2026〕9号', title: '情形切换' } });

describe('the regime', () => {
  const streetOf = (venue: number) => venueAt(t.city, venue).divisionCode;

  it('applies to the very next scan, and back again', async () => {
    expect(await t.scan(PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'pass' });
    await switchTo('risk_areas', CITY_CODE);
    expect(await t.scan(PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'stop', reasons: ['TRAVEL_RISK_AREA'] });
    expect(await t.scan(PERSONAS.green, 0)).toMatchObject({ verdict: 'pass' });
    await switchTo('normal', CITY_CODE);
    expect(await t.scan(PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'pass' });
  });

  it('is that of the nearest area with a notice', async () => {
    await switchTo('risk_areas', CITY_CODE);
    await switchTo('normal', streetOf(0));
    expect(await t.scan(PERSONAS.riskArea, 0)).toMatchObject({ verdict: 'pass' });
    const elsewhere = Array.from({ length: t.city.size.venues }, (_, n) => n).find(
      (n) => streetOf(n) !== streetOf(0) && venueAt(t.city, n).scene === 'ordinary',
    );
    expect(await t.scan(PERSONAS.riskArea, elsewhere ?? -1)).toMatchObject({ verdict: 'stop' });
    await switchTo('normal', CITY_CODE);
  });

  it('is switched once by a repeated notice', async () => {
    const id = randomUUID();
    const switches = () => t.count('audit_events', sql`action = 'regime.switch' and subject = ${`division:${CITY_CODE}`}`);
    const first = await switchTo('risk_areas', CITY_CODE, id);
    const before = await switches();
    expect(await switchTo('risk_areas', CITY_CODE, id)).toEqual(first);
    expect(await switches()).toBe(before);
    await switchTo('normal', CITY_CODE);
  });

  it('is not switched by a notice whose id another one has', async () => {
    const id = randomUUID();
    await switchTo('normal', CITY_CODE, id);
    await expect(switchTo('risk_areas', streetOf(1), id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('has one notice in force however many switch it at once', async () => {
    const answers = await Promise.allSettled([
      ...Array.from({ length: 6 }, () => switchTo('risk_areas', streetOf(2))),
      ...Array.from({ length: 6 }, () => switchTo('normal', streetOf(2))),
    ]);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'STATE_CONFLICT' });
    expect(answers.some((answer) => answer.status === 'fulfilled')).toBe(true);
    expect(await t.count('regime_notices', sql`division_code = ${streetOf(2)} and valid_to is null`)).toBe(1);
  });

  it('is switched once when one notice is sent many times at once', async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => switchTo('normal', streetOf(3), id)));
    expect(new Set(answers.map((answer) => answer.validFrom)).size).toBe(1);
  });

  it('is known for a division of the register only', async () => {
    await expect(switchTo('normal', '990199')).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      fields: [{ field: 'divisionCode', code: 'division_unknown' }],
    });
  });

  it('leaves no gap and no overlap between notices', async () => {
    const { items } = await headquarters('GET /api/v1/regimes', { query: { limit: 100 } });
    const city = items.filter((notice) => notice.division.code === CITY_CODE);
    expect(city[0]?.validTo).toBeNull();
    for (const [index, notice] of city.slice(1).entries()) expect(notice.validTo).toBe(city[index]?.validFrom);
  });
});

describe('a venue', () => {
  const change = async (venue: number, state: 'active' | 'suspended' | 'retired') =>
    t.clientWith(await t.extraStaff({ permissions: ['venue.edit', 'venue.read'], areaCode: CITY_CODE }))('POST /api/v1/venues/:id/state', {
      params: { id: venueAt(t.city, venue).publicId },
      body: { state, reason: '测试' },
    });

  it('answers for itself from the very next scan while suspended, also to a red person, and opens again', async () => {
    await change(10, 'suspended');
    expect(await t.scan(PERSONAS.green, 10)).toMatchObject({ verdict: 'unknown', reasons: ['VENUE_SUSPENDED'], advice: 'not_open' });
    expect(await t.scan(PERSONAS.red, 10)).toMatchObject({ verdict: 'unknown', reasons: ['VENUE_SUSPENDED'] });
    await change(10, 'active');
    expect(await t.scan(PERSONAS.green, 10)).toMatchObject({ verdict: 'pass' });
  });

  it('stays retired for ever, and its code page says so', async () => {
    await change(11, 'retired');
    expect(await t.scan(PERSONAS.green, 11)).toMatchObject({ verdict: 'unknown', reasons: ['VENUE_RETIRED'] });
    await expect(change(11, 'active')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await t.nobody('GET /api/v1/venue-codes/:code', { params: { code: venueAt(t.city, 11).code } })).toMatchObject({
      state: 'retired',
    });
  });

  it('can be scanned as soon as it is registered', async () => {
    const street = await t.staff('street_officer');
    const body = {
      id: randomUUID(),
      name: '测试站',
      class: 'transport',
      address: '测试路 1 号',
      divisionCode: venueAt(t.city, 0).divisionCode,
      contactPhone: '13900000001',
    } as const;
    for (let n = 0; n < 5; n += 1) {
      const { code } = await street('POST /api/v1/venues', { body: { ...body, id: randomUUID() } });
      const resident = await t.resident(PERSONAS.green);
      expect(await resident('POST /api/v1/scans', { body: { eventId: t.eventId(), code } })).toMatchObject({ verdict: 'pass' });
    }
  });

  it('is registered once however often the same id comes', async () => {
    const street = await t.staff('street_officer');
    const body = {
      id: randomUUID(),
      name: '测试站',
      class: 'transport',
      address: '测试路 1 号',
      divisionCode: venueAt(t.city, 0).divisionCode,
      contactPhone: '13900000001',
    } as const;
    const answers = await Promise.all(Array.from({ length: 5 }, () => street('POST /api/v1/venues', { body })));
    expect(new Set(answers.map((venue) => venue.code)).size).toBe(1);
  });
});

describe('evidence', () => {
  it('changes the answer of the very next scan when it is confirmed, and of the person’s own page', async () => {
    const index = 40;
    const data = await t.staff('data_team');
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    const { documentType, documentNumber } = residentAt(t.city, index);
    const body = {
      id: randomUUID(),
      documentType,
      documentNumber,
      kind: 'close_contact',
      source: '流调',
      sampledAt: new Date(t.clock.now()).toISOString(),
    } as const;
    expect(await data('POST /api/v1/health-evidence', { body })).toMatchObject({ colour: 'yellow' });
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    await t.confirmEvidence();
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'attention' });
    expect(await (await t.resident(index))('GET /api/v1/me')).toMatchObject({
      health: { colour: 'yellow', reason: 'close_contact', source: '流调' },
    });
    await data('POST /api/v1/health-evidence', { body });
    expect(await t.count('health_evidence', sql`id = ${body.id}`)).toBe(1);
    expect(await t.count('audit_events', sql`action = 'evidence.create' and subject = ${`evidence:${body.id}`}`)).toBe(1);
  });

  it('ends by itself', async () => {
    const index = 41;
    const data = await t.staff('data_team');
    const { documentType, documentNumber } = residentAt(t.city, index);
    const sampledAt = new Date(t.clock.now() - 3 * DAY_MS + 60_000).toISOString();
    await data('POST /api/v1/health-evidence', {
      body: { id: randomUUID(), documentType, documentNumber, kind: 'positive_screening', source: '检测', sampledAt },
    });
    await t.confirmEvidence();
    expect(await t.scan(index, 12)).toMatchObject({ verdict: 'stop' });
    t.clock.advance(61_000);
    expect(await t.scan(index, 12)).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    ['from tomorrow', { sampledAt: new Date(Date.now() + DAY_MS).toISOString() }, 'INVALID_REQUEST'],
    ['about nobody who is registered', { documentNumber: residentAt(makeCity({ size: 'small' }), 5_000).documentNumber }, 'PERSON_UNKNOWN'],
  ])('%s is refused', async (_, change, code) => {
    const { documentType, documentNumber } = residentAt(t.city, 42);
    const body = {
      id: randomUUID(),
      documentType,
      documentNumber,
      kind: 'close_contact',
      source: '流调',
      sampledAt: new Date(t.clock.now()).toISOString(),
      ...change,
    } as const;
    await expect((await t.staff('data_team'))('POST /api/v1/health-evidence', { body })).rejects.toMatchObject({ code });
  });
});

describe('a trip and a risk area', () => {
  it('count together from the very next scan, and no longer when the area has stepped down', async () => {
    const index = 43;
    const resident = await t.resident(index);
    const neighbour = t.city.divisions.find(
      (division) => division.code.length === 6 && !division.code.startsWith(CITY_CODE) && division.code !== t.city.riskAreaCode,
    );
    const divisionCode = neighbour?.code ?? '';
    await switchTo('risk_areas', venueAt(t.city, 0).divisionCode);
    const at = (days: number) => new Date(t.clock.now() + days * DAY_MS).toISOString();
    await resident('POST /api/v1/me/trips', { body: { id: randomUUID(), divisionCode, arrivedAt: at(-4), leftAt: at(-3) } });
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    const area = await headquarters('POST /api/v1/risk-areas', {
      body: { id: randomUUID(), divisionCode, level: 'medium', source: '名单', validFrom: at(-1) },
    });
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'stop', reasons: ['TRAVEL_RISK_AREA'] });
    expect(await resident('GET /api/v1/me')).toMatchObject({ throughRiskArea: true });
    await headquarters('POST /api/v1/risk-areas/:id/end', { params: { id: area.id }, body: { source: '名单' } });
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    await switchTo('normal', venueAt(t.city, 0).divisionCode);
  });

  it('a division is a risk area once at a time, and steps down once', async () => {
    const body = {
      id: randomUUID(),
      divisionCode: t.city.riskAreaCode,
      level: 'high',
      source: '名单',
      validFrom: new Date(t.clock.now()).toISOString(),
    } as const;
    await expect(headquarters('POST /api/v1/risk-areas', { body })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    const { items } = await headquarters('GET /api/v1/risk-areas', { query: { current: 'true' } });
    const id = items.find((area) => area.division.code === t.city.riskAreaCode)?.id ?? '';
    const end = () => headquarters('POST /api/v1/risk-areas/:id/end', { params: { id }, body: { source: '名单' } });
    expect((await end()).validTo).not.toBeNull();
    await expect(end()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('facts changed by another node', () => {
  const suspend = (venue: number, state: string) =>
    sql`with changed as (update venues set state = ${state} where public_id = ${venueAt(t.city, venue).publicId} returning id)
      insert into fact_changes (kind, key) select 'venue', id from changed`.execute(t.owner);
  const verdict = async (venue: number) => (await t.scan(PERSONAS.green, venue)).verdict;
  const listeners = async () => {
    const { rows } = await sql<{
      pid: number;
    }>`select pid from pg_stat_activity where datname = current_database() and application_name = 'tongxing listen'`.execute(t.owner);
    return rows.map((row) => row.pid);
  };

  const passes = (ms: number) => {
    const end = performance.now() + ms;
    return vi.waitFor(() => expect(performance.now()).toBeGreaterThan(end), { timeout: 2 * ms });
  };

  it('are followed by notification', async () => {
    await suspend(13, 'suspended');
    await vi.waitFor(async () => expect(await verdict(13)).toBe('unknown'), { timeout: 5_000 });
  });

  it('are followed again after the listening connection was lost, with what was missed meanwhile', async () => {
    const [before] = await listeners();
    await sql`select pg_terminate_backend(${before ?? 0})`.execute(t.owner);
    await suspend(14, 'suspended');
    await vi.waitFor(async () => expect(await verdict(14)).toBe('unknown'), { timeout: 5_000 });
    await suspend(14, 'active');
    await vi.waitFor(async () => expect(await verdict(14)).toBe('pass'), { timeout: 5_000 });
    expect(await listeners()).toHaveLength(1);
  });

  it('are followed by one connection after the database was away for a while', async () => {
    const name = new URL(t.database.ownerUrl).pathname.slice(1);
    // New connections of the running role are refused for a while, as in a restart.
    await sql`revoke connect on database ${sql.id(name)} from public`.execute(t.owner);
    const [before] = await listeners();
    await sql`select pg_terminate_backend(${before ?? 0})`.execute(t.owner);
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(0));
    // Long enough for three attempts in vain: were each to start another row of attempts, there would be eight.
    await passes(1_600);
    await suspend(16, 'suspended');
    await sql`grant connect on database ${sql.id(name)} to public`.execute(t.owner);
    await vi.waitFor(async () => expect(await verdict(16)).toBe('unknown'), { timeout: 5_000 });
    await passes(600);
    expect(await listeners()).toHaveLength(1);
  });
});
