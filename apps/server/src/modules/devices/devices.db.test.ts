import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { residentAt, type SimulatedDevice, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerTestDevice } from '../../testing/devices';
import { startTestApp, type TestApp } from '../../testing/test-app';

const VENUE = 0;
const ELSEWHERE = 1;
const NOT_THERE = { code: 'NOT_FOUND', status: 404 };

let t: TestApp;
/** Of the first venue, and of no other. */
let manager: Client;
beforeAll(async () => {
  t = await startTestApp();
  manager = await t.staff('venue_manager');
});
afterAll(() => t.stop());

const application = (venueIndex = VENUE) =>
  ({ id: randomUUID(), venueId: venueAt(t.city, venueIndex).publicId, name: '东门闸机', kind: 'gate' }) as const;

/** What a device is answered, on this node or another of the same platform. */
async function statusOf(headers: SimulatedDevice['headers'], node: TestApp = t): Promise<number> {
  const { documentType, documentNumber } = residentAt(t.city, 5);
  const { status } = await node.send('POST', '/api/v1/device/verifications', {
    headers,
    body: { eventId: t.eventId(), documentType, documentNumber },
  });
  return status;
}

describe('registering a device', () => {
  it('makes one, which nothing is accepted of before it has enrolled', async () => {
    const body = application();
    const first = await manager('POST /api/v1/devices', { body });
    expect(first).toEqual({
      id: body.id,
      name: '东门闸机',
      kind: 'gate',
      venue: expect.objectContaining({ id: body.venueId }),
      registeredAt: expect.any(String),
      proof: 'none',
      keySetAt: null,
      keyFingerprint: null,
      lastSignInAt: null,
      liveSessions: 0,
      clonedAt: null,
      revokedAt: null,
    });
    expect(await manager('POST /api/v1/devices', { body })).toEqual(first);
    expect(await t.count('devices', sql`public_id = ${body.id}`)).toBe(1);
    expect(await statusOf({ authorization: `Tongxing-Device ${body.id}.` })).toBe(401);
  });

  it('by many at once with one id makes one', async () => {
    const body = application();
    const answers = await Promise.all(Array.from({ length: 6 }, () => manager('POST /api/v1/devices', { body })));
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([body.id]));
    expect(await t.count('devices', sql`public_id = ${body.id}`)).toBe(1);
  });

  it('with the id of another device is refused', async () => {
    const body = application();
    await manager('POST /api/v1/devices', { body });
    for (const change of [{ name: '西门闸机' }, { kind: 'panel' } as const])
      await expect(manager('POST /api/v1/devices', { body: { ...body, ...change } })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('leaves a record of who did it', async () => {
    const body = application();
    await manager('POST /api/v1/devices', { body });
    await manager('POST /api/v1/devices', { body });
    expect(await t.count('audit_events', sql`action = 'device.register' and subject = ${`device:${body.id}`}`)).toBe(1);
  });
});

describe('a venue', () => {
  it('has its own devices and for the rest there is nothing', async () => {
    const there = await registerTestDevice(t, ELSEWHERE);
    await expect(manager('POST /api/v1/devices', { body: application(ELSEWHERE) })).rejects.toMatchObject(NOT_THERE);
    await expect(
      manager('POST /api/v1/devices/:id/revocation', { params: { id: there.id }, body: { reason: '丢失' } }),
    ).rejects.toMatchObject(NOT_THERE);
    // The id of a device elsewhere does not open it either.
    await expect(manager('POST /api/v1/devices', { body: { ...application(), id: there.id } })).rejects.toMatchObject(NOT_THERE);
    const { items } = await manager('GET /api/v1/devices', { query: { limit: 100 } });
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ venue }) => venue.id === venueAt(t.city, VENUE).publicId)).toBe(true);
    expect(await statusOf(there.headers)).toBe(200);
  });
});

describe('the list', () => {
  it('is in pages, newest first, of a venue when asked, and tells no secret', async () => {
    const officer = t.clientWith(await t.extraStaff({ permissions: ['device.read'], areaCode: venueAt(t.city, VENUE).divisionCode }));
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      t.clock.advance(1);
      ids.unshift((await manager('POST /api/v1/devices', { body: application() })).id);
    }
    const query = { venueId: venueAt(t.city, VENUE).publicId, limit: 2 };
    const first = await officer('GET /api/v1/devices', { query });
    const second = await officer('GET /api/v1/devices', { query: { ...query, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.slice(0, 4));
    expect(JSON.stringify([first, second])).not.toMatch(/secret|hash/i);
    expect((await officer('GET /api/v1/devices', { query: { venueId: randomUUID() } })).items).toEqual([]);
  });
});

describe('a revoked device', () => {
  const revoke = (id: string) => manager('POST /api/v1/devices/:id/revocation', { params: { id }, body: { reason: '设备丢失' } });

  it('is refused with the next request, for ever', async () => {
    const device = await registerTestDevice(t, VENUE);
    expect(await statusOf(device.headers)).toBe(200);
    const revoked = await revoke(device.id);
    expect(revoked.revokedAt).not.toBeNull();
    expect(await statusOf(device.headers)).toBe(401);
    t.clock.advance(1_000);
    expect(await revoke(device.id)).toEqual(revoked);
    await expect(device.signIn()).rejects.toMatchObject({ code: 'DEVICE_REVOKED', status: 403 });
    expect(await t.count('audit_events', sql`action = 'device.refuse' and subject = ${`device:${device.id}`}`)).toBe(1);
    expect(await t.count('audit_events', sql`action = 'device.revoke' and subject = ${`device:${device.id}`}`)).toBe(1);
    // Registering again with its id brings nothing back.
    const again = await manager('POST /api/v1/devices', { body: { ...application(), name: '测试闸机', id: device.id } });
    expect(again).toMatchObject({ proof: 'key', liveSessions: 0, revokedAt: revoked.revokedAt });
    expect(await statusOf(device.headers)).toBe(401);
  });

  it('is refused by other nodes within seconds, as a new one is known to them', { timeout: 30_000 }, async () => {
    const other = await startTestApp({ beside: t });
    try {
      const before = await registerTestDevice(t, VENUE);
      await vi.waitFor(async () => expect(await statusOf(before.headers, other)).toBe(200), { timeout: 5_000 });
      await revoke(before.id);
      await vi.waitFor(async () => expect(await statusOf(before.headers, other)).toBe(401), { timeout: 5_000 });
    } finally {
      await other.stop();
    }
  });

  it('stays refused by a node that starts later', { timeout: 30_000 }, async () => {
    const [gone, kept] = [await registerTestDevice(t, VENUE), await registerTestDevice(t, VENUE)];
    await revoke(gone.id);
    const other = await startTestApp({ beside: t });
    try {
      expect(await statusOf(gone.headers, other)).toBe(401);
      expect(await statusOf(kept.headers, other)).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('what a device shows', () => {
  const tokenOf = async () => (await registerTestDevice(t, VENUE)).headers.authorization.split(' ')[1] ?? '';

  it.each([
    ['its id alone', async () => (await registerTestDevice(t, VENUE)).id],
    ['its id and nothing', async () => `${(await registerTestDevice(t, VENUE)).id}.`],
    ['its id and its token', async () => `${(await registerTestDevice(t, VENUE)).id}.${await tokenOf()}`],
    ['a token with another sign', async () => (await tokenOf()).replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A'))],
    ['a token with a sign more', async () => `${await tokenOf()}A`],
    ['a dot', async () => '.'],
    ['a long text', async () => `${randomUUID()}.${'x'.repeat(4_000)}`],
  ])('is not %s', async (_said, credential) => {
    expect(await statusOf({ authorization: `Tongxing-Device ${await credential()}` })).toBe(401);
  });
});

describe('the running role', () => {
  it('can neither delete a device, nor bring one back under another secret or at another venue', async () => {
    for (const command of [
      'delete from devices',
      'truncate devices',
      "update devices set secret_hash = ''",
      'update devices set venue_id = 2',
      "update device_sessions set token_hash = ''",
      'update device_sessions set expires_at = now()',
      'update devices set public_id = gen_random_uuid()',
    ])
      await expect(sql.raw(command).execute(t.running), command).rejects.toMatchObject({ code: '42501' });
  });
});
