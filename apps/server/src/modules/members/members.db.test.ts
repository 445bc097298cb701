import { randomUUID } from 'node:crypto';
import { CITY_CODE, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertTestMember } from '../../testing/members';
import { startTestApp, type TestApp } from '../../testing/test-app';

const HOUR_MS = 3_600_000;
/** Residents of their own, so that no test uses up another's tries. */
const [MANAGER, INSPECTOR, NEXT, STRANGER, ASKED] = [80, 81, 82, 83, 84] as const;
const GUARDS = Array.from({ length: 8 }, (_, place) => 90 + place);
let t: TestApp;
const venue = () => venueAt(t.city, 0);
const params = () => ({ id: venue().publicId });

beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_VENUES_PER_MANAGER: '1' } });
  await insertTestMember(t, { venue: 0, resident: MANAGER, role: 'manager' });
});
afterAll(() => t.stop());

const make = async (role: 'manager' | 'inspector', by: number = MANAGER) =>
  (await t.resident(by))('POST /api/v1/own-venues/:id/numbers', { params: params(), body: { id: randomUUID(), role } });

interface Join {
  readonly number: string;
  readonly role?: 'manager' | 'inspector';
  readonly id?: string;
  readonly code?: string;
}

const join = async (resident: number, { number, role = 'inspector', id = randomUUID(), code = venue().code }: Join) =>
  (await t.resident(resident))('POST /api/v1/me/venues', { body: { id, code, role, number } });

const own = async (resident: number) => (await (await t.resident(resident))('GET /api/v1/me/venues')).venues;
const people = async (by: number = MANAGER) => (await t.resident(by))('GET /api/v1/own-venues/:id/members', { params: params() });
const events = async (action: string) => t.count('audit_events', sql`action = ${action}`);
const other = (number: string) => String((Number(number) + 1) % 1_000_000).padStart(6, '0');
const textsTo = async (resident: number) => {
  const { items } = await t.nobody('GET /api/v1/demo/messages', { query: { phone: residentAt(t.city, resident).phone } });
  return items.map(({ text }) => text).join('\n');
};

describe('an inspector', () => {
  it('binds with the code of the venue and its digits, once however often it is sent', async () => {
    const { number } = await make('inspector');
    const id = randomUUID();
    const joined = await join(INSPECTOR, { number, id });
    expect(joined).toMatchObject({ role: 'inspector', venue: { id: venue().publicId } });
    expect(await join(INSPECTOR, { number, id })).toEqual(joined);
    expect(await events('venue_member.bind')).toBe(1);
    const seen = await people();
    expect(seen.members.map(({ role }) => role)).toEqual(['manager', 'inspector']);
    const { name } = residentAt(t.city, INSPECTOR);
    expect(JSON.stringify(seen)).not.toContain(name);
    expect(seen.numbers).toMatchObject([{ role: 'inspector' }]);
    await expect(join(INSPECTOR, { number })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    const before = await events('venue_member.unbind');
    const as = await t.resident(MANAGER);
    await as('POST /api/v1/own-venues/:id/unbindings', { params: params(), body: { member: id } });
    // At once, and once.
    await expect((await t.resident(INSPECTOR))('GET /api/v1/own-venues/:id', { params: params() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await as('POST /api/v1/own-venues/:id/unbindings', { params: params(), body: { member: id } });
    expect(await events('venue_member.unbind')).toBe(before + 1);
    expect(await own(INSPECTOR)).toEqual([]);
    expect(await t.count('venue_members', sql`public_id = ${id} and valid_to is not null`)).toBe(1);
    await expect.poll(() => textsTo(INSPECTOR), { timeout: 10_000 }).toContain('不再是');
  });

  it('manages nothing, and unbinds nobody but oneself', async () => {
    const [one, two] = [91, 92];
    const { number } = await make('inspector');
    const [a, b] = [randomUUID(), randomUUID()];
    await join(one, { number, id: a });
    await join(two, { number, id: b });
    const as = await t.resident(one);
    await expect(people(one)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(make('inspector', one)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(as('POST /api/v1/own-venues/:id/unbindings', { params: params(), body: { member: b } })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await as('POST /api/v1/own-venues/:id/unbindings', { params: params(), body: { member: a } });
    expect(await own(one)).toEqual([]);
  });
});

describe('a number', () => {
  it('is answered alike when it is wrong, of another purpose, replaced, too old, or of a venue that has none', async () => {
    const replaced = await make('inspector');
    const { number } = await make('inspector');
    const wrong = { code: 'VENUE_NUMBER_WRONG', status: 404 };
    const guard = GUARDS[3] ?? 0;
    if (replaced.number !== number) await expect(join(guard, { number: replaced.number })).rejects.toMatchObject(wrong);
    await expect(join(guard, { number: other(number) })).rejects.toMatchObject(wrong);
    await expect(join(guard, { number, role: 'manager' })).rejects.toMatchObject(wrong);
    await expect(join(guard, { number, code: venueAt(t.city, 1).code })).rejects.toMatchObject(wrong);
    await expect(join(guard, { number, code: '0000000000000' })).rejects.toMatchObject(wrong);
    t.clock.advance(25 * HOUR_MS);
    await expect(join(guard, { number })).rejects.toMatchObject(wrong);
  });

  it('is not shown again, and is kept under a keyed hash', async () => {
    const { number } = await make('inspector');
    expect(JSON.stringify(await people())).not.toContain(number);
    const { rows } = await sql<{ row: string }>`select venue_numbers::text as row from venue_numbers`.execute(t.owner);
    expect(rows.some(({ row }) => row.includes(number))).toBe(false);
  });

  it('can be tried ten times an hour by one account, whatever venue', async () => {
    const { number } = await make('inspector');
    for (let tries = 0; tries < 10; tries += 1)
      await expect(join(STRANGER, { number: other(number), code: venueAt(t.city, tries % 3).code })).rejects.toMatchObject({
        code: 'VENUE_NUMBER_WRONG',
      });
    await expect(join(STRANGER, { number })).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    t.clock.advance(HOUR_MS + 1_000);
    expect(await join(STRANGER, { number })).toMatchObject({ role: 'inspector' });
  });

  it('is used up by fifty tries of whomever; then another one works', async () => {
    const { number } = await make('inspector');
    // As if fifty others had tried from elsewhere: their counts are what is left of them.
    const { rows } = await sql<{ id: string }>`select id from venue_numbers where role = 'inspector'`.execute(t.owner);
    const key = t.vault.index('phone', `attempt:venue number of all\n${rows[0]?.id}`);
    await sql`insert into attempts (key, count, expires_at) values (${key}, 50, ${new Date(t.clock.now() + HOUR_MS)})`.execute(t.owner);
    const guard = GUARDS[4] ?? 0;
    await expect(join(guard, { number })).rejects.toMatchObject({ code: 'VENUE_NUMBER_WRONG' });
    expect(await join(guard, { number: (await make('inspector')).number })).toMatchObject({ role: 'inspector' });
  });
});

describe('the manager', () => {
  it('hands over to whoever accepts; both are told, numbers end, and only the new one manages', async () => {
    const inspectors = await make('inspector');
    const { number } = await make('manager');
    await expect(join(MANAGER, { number, role: 'manager' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await join(NEXT, { number, role: 'manager' })).toMatchObject({ role: 'manager' });
    await expect(people(MANAGER)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await people(NEXT)).members.filter(({ role }) => role === 'manager')).toHaveLength(1);
    await expect(join(GUARDS[5] ?? 0, { number: inspectors.number })).rejects.toMatchObject({ code: 'VENUE_NUMBER_WRONG' });
    await expect(join(GUARDS[5] ?? 0, { number, role: 'manager' })).rejects.toMatchObject({ code: 'VENUE_NUMBER_WRONG' });
    expect(await events('venue_member.hand_over')).toBe(1);
    await expect.poll(() => textsTo(MANAGER), { timeout: 10_000 }).toContain('不再是');
    await expect.poll(() => textsTo(NEXT), { timeout: 10_000 }).toContain('已成为');
  });

  it('is one who manages no more venues than the setting allows', async () => {
    await insertTestMember(t, { venue: 2, resident: GUARDS[6] ?? 0, role: 'manager' });
    const { number } = await make('manager', NEXT);
    await expect(join(GUARDS[6] ?? 0, { number, role: 'manager' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect((await people(NEXT)).members[0]?.role).toBe('manager');
  });
});

describe('a street', () => {
  const offer = async (phone: string, id: string = randomUUID(), venueIndex = 1) => {
    const cookie = await t.extraStaff({ permissions: ['venue.edit', 'venue.read'], areaCode: CITY_CODE });
    const path = `/api/v1/venues/${venueAt(t.city, venueIndex).publicId}`;
    return {
      answer: await t.send('POST', `${path}/manager-offers`, { cookie, body: { id, phone } }),
      people: await t.send('GET', `${path}/people`, { cookie }),
    };
  };

  it('is told the same of a telephone that is known and of one that is not', async () => {
    const known = await offer(residentAt(t.city, ASKED).phone);
    const unknown = await offer('13912345678', undefined, 3);
    expect(known.answer).toMatchObject({ status: 204, text: '' });
    expect(unknown.answer).toMatchObject({ status: 204, text: '' });
    expect(Object.keys(known.people.json ?? {})).toEqual(Object.keys(unknown.people.json ?? {}));
    expect(known.people.json).toMatchObject({ manager: null, offeredUntil: expect.any(String) });
  });

  it('asks the holder of the telephone, who accepts once', async () => {
    const id = randomUUID();
    await offer(residentAt(t.city, ASKED).phone, id);
    await offer(residentAt(t.city, ASKED).phone, id);
    expect(await events('manager_offer.make')).toBe(3);
    const as = await t.resident(ASKED);
    expect((await as('GET /api/v1/me/venues')).offers.map((one) => one.id)).toEqual([id]);
    const body = { offer: id, accepts: true };
    await expect((await t.resident(STRANGER))('POST /api/v1/me/manager-offers', { body })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await as('POST /api/v1/me/manager-offers', { body });
    await expect(as('POST /api/v1/me/manager-offers', { body })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await own(ASKED)).toMatchObject([{ role: 'manager', venue: { id: venueAt(t.city, 1).publicId } }]);
  });
});
