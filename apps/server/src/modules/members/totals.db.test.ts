import { randomUUID } from 'node:crypto';
import { residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertTestMember } from '../../testing/members';
import { startTestApp, type TestApp } from '../../testing/test-app';

const [MANAGER, INSPECTOR] = [80, 81] as const;
/** Who comes: seven by their own scan at the venue, six at the gate, one keyed at the gate. */
const [AT_VENUE, AT_GATE, KEYED] = [[20, 21, 22, 23, 24, 25, 26], [30, 31, 32, 33, 34, 35], 40] as const;
const HOUR_MS = 3_600_000;
let t: TestApp;
let gate: { id: string; code: string };
const params = () => ({ id: venueAt(t.city, 0).publicId });

beforeAll(async () => {
  t = await startTestApp();
  // At noon of the city, so that the day and the hours are certain.
  const now = t.clock.now();
  t.clock.advance(24 * HOUR_MS - ((now + 8 * HOUR_MS) % (24 * HOUR_MS)) + 12 * HOUR_MS);
  await insertTestMember(t, { venue: 0, resident: MANAGER, role: 'manager' });
  await insertTestMember(t, { venue: 0, resident: INSPECTOR, role: 'inspector' });
  const manager = await t.resident(MANAGER);
  const body = { id: randomUUID(), kind: 'checkpoint', name: '南门', directions: 'in' } as const;
  gate = await manager('POST /api/v1/own-venues/:id/points', { params: params(), body });
});
afterAll(() => t.stop());

const scanAt = async (resident: number, code: string) =>
  (await t.resident(resident))('POST /api/v1/scans', { body: { eventId: t.eventId(), code, direction: 'out' } });
const key = async (resident: number, more: object = {}) => {
  const { documentType, documentNumber } = residentAt(t.city, resident);
  const body = { eventId: t.eventId(), documentType, documentNumber, point: gate.id, temperatureC: 'normal' as const, ...more };
  return (await t.resident(INSPECTOR))('POST /api/v1/own-venues/:id/entries', { params: params(), body });
};
const totals = async () => (await t.resident(MANAGER))('GET /api/v1/own-venues/:id/totals', { params: params() });

describe('a gate', () => {
  it('answers with its name under the venue, and people go there one way only', async () => {
    const answer = await scanAt(AT_GATE[0], gate.code);
    expect(answer.venue).toMatchObject({ id: gate.id, name: venueAt(t.city, 0).name, checkpoint: '南门' });
    expect(await t.nobody('GET /api/v1/venue-codes/:code', { params: { code: gate.code } })).toMatchObject({ checkpoint: '南门' });
    const { rows } = await sql<{ direction: number }>`select direction from visit_log order by moment desc limit 1`.execute(t.owner);
    expect(rows[0]?.direction).toBe(0);
  });

  it('is renamed and closed by the manager, and closed with its venue', async () => {
    const manager = await t.resident(MANAGER);
    const change = (fields: object) =>
      manager('POST /api/v1/own-venues/:id/point-changes', {
        params: params(),
        body: { point: gate.id, name: '南门', directions: 'in', isOpen: true, ...fields },
      });
    await change({ name: '南大门', isOpen: false });
    expect((await scanAt(AT_GATE[0], gate.code)).reasons).toContain('VENUE_SUSPENDED');
    await change({});
    expect((await scanAt(AT_GATE[0], gate.code)).venue.checkpoint).toBe('南门');
    const street = await t.staff('street_officer');
    await street('POST /api/v1/venues/:id/state', { params: params(), body: { state: 'suspended', reason: '测试' } });
    expect((await scanAt(AT_GATE[0], gate.code)).reasons).toContain('VENUE_SUSPENDED');
    await street('POST /api/v1/venues/:id/state', { params: params(), body: { state: 'active', reason: '测试' } });
    expect((await scanAt(AT_GATE[0], gate.code)).verdict).toBe('pass');
  });

  it('has no gates of its own, and belongs to whoever has the venue', async () => {
    const manager = await t.resident(MANAGER);
    const body = { id: randomUUID(), kind: 'checkpoint', name: '门中门', directions: 'in' } as const;
    await expect(manager('POST /api/v1/own-venues/:id/points', { params: { id: gate.id }, body })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    const venueAccount = await t.staff('venue_manager');
    expect(await venueAccount('GET /api/v1/venues/:id', { params: { id: gate.id } })).toMatchObject({ id: gate.id });
    expect(await t.count('venues', sql`parent_id is not null and name <> (select name from venues p where p.id = venues.parent_id)`)).toBe(
      0,
    );
  });
});

describe('the totals of a venue', () => {
  it('add up over its gates, hide who is few, and name nobody', async () => {
    const before = await t.count('visits', sql`venue_id in (select id from venues where public_id = ${gate.id})`);
    for (const resident of AT_VENUE) await t.scan(resident, 0);
    for (const resident of AT_GATE) await scanAt(resident, gate.code);
    const eventId = t.eventId();
    expect(await key(KEYED, { eventId })).toMatchObject({ repeated: false });
    expect(await key(KEYED, { eventId })).toMatchObject({ repeated: true });
    const shown = await totals();
    const atGate = before + AT_GATE.length + 1;
    expect(shown.today.total).toBe(AT_VENUE.length + atGate);
    expect(shown.points).toEqual([
      { name: null, total: AT_VENUE.length },
      { name: '南门', total: atGate },
    ]);
    // One was keyed: neither they nor what would tell of them is told.
    expect(shown.inspectors).toMatchObject([{ total: 'few' }]);
    expect(shown.ways.find(({ way }) => way === 'own_scan')?.total).toBe('withheld');
    expect(shown.today.temperatures).toBe('few');
    expect(shown.hours.filter(({ total }) => total !== 0)).toMatchObject([{ hour: 12 }]);
    expect(await t.count('inspector_days', sql`entries = 1 and temperatures = 1`)).toBe(1);
    const everybody = [...AT_VENUE, ...AT_GATE, KEYED].map((resident) => residentAt(t.city, resident));
    for (const { name, documentNumber, phone } of everybody)
      for (const told of [name, documentNumber, phone]) expect(JSON.stringify(shown)).not.toContain(told);
  });

  it('are read by the access path of the venue', async () => {
    const { rows } = await sql<Record<string, string>>`explain select count(*) from visits where venue_id = any(array[1, 2])
      and visit_slot(moment) >= 1 and visit_slot(moment) <= 2 and moment >= 1 and moment < 2`.execute(t.owner);
    expect(JSON.stringify(rows)).not.toContain('Seq Scan');
  });

  it('tell a manager whether a temperature was taken as normal, without making up a value', async () => {
    const { rows } = await sql<{ temperature: number }>`select temperature from visit_log where temperature is not null`.execute(t.owner);
    expect(rows).toEqual([{ temperature: 0 }]);
    expect((await key(41, { temperatureC: 38.4 })).verdict).toBe('stop');
  });
});

describe('what a venue is told', () => {
  it('holds no visitor: every answer to a manager, an inspector, a door and an account of the venue', async () => {
    const visitor = residentAt(t.city, KEYED);
    const [manager, inspector] = [await t.residentCookie(MANAGER), await t.residentCookie(INSPECTOR)];
    const own = `/api/v1/own-venues/${params().id}`;
    const { rows } = await sql<{ id: number }>`select id from venues where public_id = ${params().id}`.execute(t.owner);
    const asked: readonly (readonly [string, string])[] = [
      [manager, own],
      [manager, `${own}/members`],
      [manager, `${own}/totals`],
      [inspector, own],
      [await t.cookie('door', rows[0]?.id ?? 0), '/api/v1/door/state'],
      [await t.staffCookie('venue_manager'), '/api/v1/venues'],
      [await t.staffCookie('venue_manager'), `/api/v1/venues/${params().id}/totals`],
      [await t.staffCookie('venue_manager'), `/api/v1/venues/${params().id}/people`],
    ];
    for (const [cookie, path] of asked) {
      const { status, text } = await t.send('GET', path, { cookie });
      expect(status, path).toBe(200);
      expect(text, path).not.toMatch(/personId|documentNumber|documentType/);
      for (const told of [visitor.name, visitor.documentNumber, visitor.phone, visitor.publicId]) expect(text, path).not.toContain(told);
    }
    // The answer to an entry has a masked name and nothing else of the person.
    expect(Object.keys(await key(KEYED)).sort()).toEqual(['advice', 'at', 'eventId', 'name', 'recordedAt', 'repeated', 'sign', 'verdict']);
  });
});
