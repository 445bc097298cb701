import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, NEIGHBOUR_CITY_CODE, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertTestClient } from '../../testing/clients';
import { startTestApp, type TestApp } from '../../testing/test-app';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ALL = ['statistics.read', 'venue.read', 'device.read'] as const;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

/** Signed in anew for each call: days pass in these tests. */
const admin = (async (...call: Parameters<Client>) =>
  t.clientWith(await t.extraStaff({ permissions: ['client.manage'], areaCode: CITY_CODE }))(...call)) as Client;

const application = () => ({
  id: randomUUID(),
  name: '市健康平台',
  divisionCode: CITY_CODE,
  permissions: ['statistics.read' as const],
  requestsPerMinute: 60,
  days: 365,
});
const keyOf = ({ id, secret }: { id: string; secret: string | null }) => ({ authorization: `Tongxing-Client ${id}.${secret}` });
const call = (headers: { authorization: string }, path = '/api/v1/statistics/flow', node = t) => node.send('GET', path, { headers });

describe('a key for another system', () => {
  it('is told once, kept as a hash, and opens what it was given', async () => {
    const body = application();
    const made = await admin('POST /api/v1/clients', { body });
    expect(made).toMatchObject({ id: body.id, networks: [], area: { code: CITY_CODE }, secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await admin('POST /api/v1/clients', { body })).toEqual({ ...made, secret: null });
    const { rows } = await sql<{ line: string }>`select clients::text as line from clients`.execute(t.owner);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(made.secret ?? '', 'base64url').toString('hex'));
    expect((await call(keyOf(made))).status).toBe(200);
    expect(await call(keyOf(made), '/api/v1/venues')).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
    expect(await call(keyOf(made), '/api/v1/warnings')).toMatchObject({ status: 401 });
    const { rows: events } = await sql<{ after: object }>`select after from audit_events
      where action = 'client.create' and subject = ${`client:${body.id}`}`.execute(t.owner);
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(made.secret);
  });

  it('is for the own area, and for what is there', async () => {
    const bad = async (change: object) =>
      t.send('POST', '/api/v1/clients', { cookie: await cookie(), body: { ...application(), ...change } });
    const cookie = () => t.extraStaff({ permissions: ['client.manage'], areaCode: '990101' });
    expect(await bad({})).toMatchObject({ json: { code: 'INVALID_REQUEST', errors: [{ field: 'divisionCode' }] } });
    for (const change of [
      { days: 366 },
      { days: 0 },
      { permissions: [] },
      { permissions: ['person.reveal'] },
      { networks: ['127.0.0.1'] },
      { networks: ['127.0.0.0/33'] },
      { requestsPerMinute: 601 },
    ])
      expect(await bad({ divisionCode: '990101', ...change }), JSON.stringify(change)).toMatchObject({ status: 400 });
    expect((await bad({ divisionCode: '990101' })).status).toBe(201);
  });

  it.each([
    ['another secret', (id: string) => `Tongxing-Client ${id}.${'x'.repeat(43)}`],
    ['no secret', (id: string) => `Tongxing-Client ${id}.`],
    ['its id alone', (id: string) => `Tongxing-Client ${id}`],
    ['the scheme of another kind', (id: string) => `Bearer ${id}.${'x'.repeat(43)}`],
    ['an id that is none', () => "Tongxing-Client '; drop table clients; --.x"],
  ])('is not %s', async (_what, authorization) => {
    const { id } = await admin('POST /api/v1/clients', { body: application() });
    expect(await call({ authorization: authorization(id) })).toMatchObject({ status: 401, json: { code: 'NOT_SIGNED_IN' } });
  });

  it('shows its own area and no more', async () => {
    const venue = venueAt(t.city, 0);
    const [own, other] = await Promise.all(
      [venue.divisionCode, NEIGHBOUR_CITY_CODE].map((areaCode) => insertTestClient(t, { permissions: ALL, areaCode })),
    );
    if (own === undefined || other === undefined) throw new Error('no clients');
    const path = `/api/v1/venues/${venue.publicId}`;
    expect([(await call(own, path)).status, (await call(other, path)).status]).toEqual([200, 404]);
    expect((await call(other, '/api/v1/venues')).json).toMatchObject({ items: [] });
    expect((await call(own, '/api/v1/devices')).status).toBe(200);
  });

  it('ends on its day', async () => {
    const made = await admin('POST /api/v1/clients', { body: { ...application(), days: 1 } });
    t.clock.advance(DAY_MS - 60_000);
    expect((await call(keyOf(made))).status).toBe(200);
    t.clock.advance(60_000);
    expect((await call(keyOf(made))).status).toBe(401);
  });

  it('is for its networks', async () => {
    const made = (networks: readonly string[]) => insertTestClient(t, { permissions: ALL, areaCode: CITY_CODE, networks });
    expect((await call(await made(['203.0.113.0/24', '127.0.0.0/8']))).status).toBe(200);
    expect(await call(await made(['203.0.113.0/24']))).toMatchObject({ status: 403, json: { code: 'NETWORK_NOT_ALLOWED' } });
  });

  it('has a pace, at all nodes together', { timeout: 30_000 }, async () => {
    const headers = await insertTestClient(t, { permissions: ALL, areaCode: CITY_CODE, requestsPerMinute: 4 });
    const other = await startTestApp({ beside: t });
    try {
      const statuses: number[] = [];
      for (const node of [t, other, t, other, t, other]) statuses.push((await call(headers, undefined, node)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    } finally {
      await other.stop();
    }
    t.clock.advance(60_000);
    expect((await call(headers)).status).toBe(200);
  });
});

describe('rotating a secret', () => {
  it('makes a new one, and the one before lives on for a day', async () => {
    const made = await admin('POST /api/v1/clients', { body: application() });
    const rotate = (id: string) => admin('POST /api/v1/clients/:id/secrets', { params: { id: made.id }, body: { id } });
    const rotation = randomUUID();
    const rotated = await rotate(rotation);
    expect(rotated.secret).not.toBe(made.secret);
    expect(rotated.earlierSecretUntil).not.toBeNull();
    // A lost answer does not cost the system its secret in use.
    expect(await rotate(rotation)).toMatchObject({ secret: null });
    expect([(await call(keyOf(made))).status, (await call(keyOf(rotated))).status]).toEqual([200, 200]);
    t.clock.advance(24 * HOUR_MS);
    expect([(await call(keyOf(made))).status, (await call(keyOf(rotated))).status]).toEqual([401, 200]);
    expect(await t.count('audit_events', sql`action = 'client.rotate' and subject = ${`client:${made.id}`}`)).toBe(1);
  });

  it('twice in a day leaves the last two', async () => {
    const made = await admin('POST /api/v1/clients', { body: application() });
    const rotate = () => admin('POST /api/v1/clients/:id/secrets', { params: { id: made.id }, body: { id: randomUUID() } });
    const [first, second] = [await rotate(), await rotate()];
    const statuses = await Promise.all([made, first, second].map(async (one) => (await call(keyOf(one))).status));
    expect(statuses).toEqual([401, 200, 200]);
  });
});

describe('a revoked system', () => {
  it('is refused with the next call at every node, for ever', { timeout: 30_000 }, async () => {
    const made = await admin('POST /api/v1/clients', { body: application() });
    const other = await startTestApp({ beside: t });
    try {
      expect((await call(keyOf(made), undefined, other)).status).toBe(200);
      const revoke = () => admin('POST /api/v1/clients/:id/revocation', { params: { id: made.id }, body: { reason: '合作结束' } });
      const revoked = await revoke();
      expect([(await call(keyOf(made))).status, (await call(keyOf(made), undefined, other)).status]).toEqual([401, 401]);
      expect(await revoke()).toEqual(revoked);
    } finally {
      await other.stop();
    }
    const rotation = { params: { id: made.id }, body: { id: randomUUID() } };
    await expect(admin('POST /api/v1/clients/:id/secrets', rotation)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await t.count('audit_events', sql`action = 'client.revoke' and subject = ${`client:${made.id}`}`)).toBe(1);
  });
});

describe('what a system called', () => {
  it('is counted by day and route, and what it may not is in the audit log under its id', async () => {
    const made = await admin('POST /api/v1/clients', { body: application() });
    for (let n = 0; n < 3; n += 1) await call(keyOf(made));
    const id = randomUUID();
    await call(keyOf(made), `/api/v1/venues/${id}`);
    const { items } = await admin('GET /api/v1/clients/:id/uses', { params: { id: made.id } });
    expect(items).toEqual([
      { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), route: 'GET /api/v1/statistics/flow', answered: 3, refused: 0 },
      { day: items[0]?.day, route: 'GET /api/v1/venues/:id', answered: 0, refused: 1 },
    ]);
    const { items: listed } = await admin('GET /api/v1/clients', { query: { limit: 1 } });
    expect(listed[0]?.lastUsedAt).not.toBeNull();
    expect(await t.count('audit_events', sql`action = 'request.refuse' and actor = ${`client:${made.id}`} and role = 'client'`)).toBe(1);
  });
});

describe('the running role', () => {
  it('can neither delete a system nor widen what it may', async () => {
    for (const command of [
      'delete from clients',
      "update clients set permissions = '{}'",
      "update clients set area_code = '99'",
      'update clients set expires_at = now()',
      "update clients set networks = '{}'",
    ])
      await expect(sql.raw(command).execute(t.running), command).rejects.toMatchObject({ code: '42501' });
  });
});
