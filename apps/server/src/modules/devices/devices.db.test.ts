import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerTestDevice, type TestDevice } from '../../testing/devices';
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
async function statusOf(headers: TestDevice['headers'], node: TestApp = t): Promise<number> {
  const { documentType, documentNumber } = residentAt(t.city, 5);
  const { status } = await node.send('POST', '/api/v1/device/verifications', {
    headers,
    body: { eventId: t.eventId(), documentType, documentNumber },
  });
  return status;
}

describe('registering a device', () => {
  it('answers a secret once, and keeps its hash only', async () => {
    const body = application();
    const first = await manager('POST /api/v1/devices', { body });
    expect(first).toMatchObject({
      id: body.id,
      name: '东门闸机',
      kind: 'gate',
      venue: { id: body.venueId },
      revokedAt: null,
      secret: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await manager('POST /api/v1/devices', { body })).toEqual({ ...first, secret: null });
    expect(await t.count('devices', sql`public_id = ${body.id}`)).toBe(1);
    const { rows } = await sql<{ line: string }>`select devices::text as line from devices`.execute(t.owner);
    const bytes = Buffer.from(first.secret ?? '', 'base64url').toString('hex');
    expect(JSON.stringify(rows)).not.toContain(bytes);
    expect(JSON.stringify(rows)).not.toContain(first.secret);
    expect(await statusOf({ authorization: `Tongxing-Device ${body.id.toUpperCase()}.${first.secret}` })).toBe(200);
  });

  it('by many at once with one id makes one device and one secret', async () => {
    const body = application();
    const answers = await Promise.all(Array.from({ length: 6 }, () => manager('POST /api/v1/devices', { body })));
    expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
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
    expect(await t.count('audit_events', sql`action = 'device.revoke' and subject = ${`device:${device.id}`}`)).toBe(1);
    // Registering again with its id brings nothing back.
    const again = await manager('POST /api/v1/devices', { body: { ...application(), name: '测试闸机', id: device.id } });
    expect(again).toMatchObject({ secret: null, revokedAt: revoked.revokedAt });
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
  it.each([
    ['a secret of another device', async () => `${(await registerTestDevice(t, VENUE)).id}.${await secretOf()}`],
    ['its id alone', async () => (await registerTestDevice(t, VENUE)).id],
    ['its id and nothing', async () => `${(await registerTestDevice(t, VENUE)).id}.`],
    ['a secret alone', async () => `.${await secretOf()}`],
    ['a dot', async () => '.'],
    ['a long text', async () => `${randomUUID()}.${'x'.repeat(4_000)}`],
  ])('is not %s', async (_said, credential) => {
    expect(await statusOf({ authorization: `Tongxing-Device ${await credential()}` })).toBe(401);
  });

  const secretOf = async () => (await registerTestDevice(t, VENUE)).headers.authorization.split('.')[1];
});

describe('the running role', () => {
  it('can neither delete a device, nor bring one back under another secret or at another venue', async () => {
    for (const command of [
      'delete from devices',
      'truncate devices',
      "update devices set secret_hash = ''",
      'update devices set venue_id = 2',
      'update devices set public_id = gen_random_uuid()',
    ])
      await expect(sql.raw(command).execute(t.running), command).rejects.toMatchObject({ code: '42501' });
  });
});
