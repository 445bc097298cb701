import { createHash, randomUUID } from 'node:crypto';
import { type Client, createClient } from '@tongxing/contract/client';
import { CITY_CODE, DeviceKey, residentAt, SimulatedDevice, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerTestDevice } from '../../testing/devices';
import { startTestApp, type TestApp } from '../../testing/test-app';

const VENUE = 0;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

/** Signed in anew for each call: hours pass in these tests. */
const officer = (async (...call: Parameters<Client>) => {
  const cookie = await t.extraStaff({ permissions: ['device.register', 'device.read', 'device.revoke'], areaCode: CITY_CODE });
  return t.clientWith(cookie)(...call);
}) as Client;

const connection = () => ({ baseUrl: t.origin, now: () => t.clock.now() });

async function register(): Promise<string> {
  const body = { id: randomUUID(), venueId: venueAt(t.city, VENUE).publicId, name: '东门闸机', kind: 'gate' } as const;
  return (await officer('POST /api/v1/devices', { body })).id;
}
const invite = (id: string) => officer('POST /api/v1/devices/:id/enrolment-codes', { params: { id } });
const enrol = (body: ReturnType<DeviceKey['enrolment']>) => t.nobody('POST /api/v1/device/enrolments', { body });
const signIn = (body: ReturnType<DeviceKey['sessionProof']>) => t.nobody('POST /api/v1/device/sessions', { body });

async function shown(id: string) {
  const { items } = await officer('GET /api/v1/devices', { query: { limit: 100 } });
  return items.find((device) => device.id === id);
}

async function statusOf(headers: SimulatedDevice['headers'], node: TestApp = t): Promise<number> {
  const { documentType, documentNumber } = residentAt(t.city, 5);
  const body = { eventId: t.eventId(), documentType, documentNumber };
  return (await node.send('POST', '/api/v1/device/verifications', { headers, body })).status;
}

/** An enrolled device and its key. */
async function enrolled(): Promise<{ id: string; key: DeviceKey }> {
  const key = new DeviceKey();
  const { id } = await enrol(key.enrolment((await invite(await register())).code));
  return { id, key };
}

describe('enrolling', () => {
  it('takes the key of the device, by a code that is told once and kept as a hash', async () => {
    const id = await register();
    const { code, expiresAt } = await invite(id);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(Math.abs(Date.parse(expiresAt) - t.clock.now() - 30 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
    const { rows } = await sql<{ line: string }>`select device_enrolments::text as line from device_enrolments`.execute(t.owner);
    expect(JSON.stringify(rows)).not.toContain(code);
    const key = new DeviceKey();
    expect(await enrol(key.enrolment(code))).toMatchObject({ id, name: '东门闸机', kind: 'gate' });
    const fingerprint = createHash('sha256').update(Buffer.from(key.publicKey, 'base64url')).digest('hex').slice(0, 16);
    const device = await shown(id);
    expect(device).toMatchObject({ proof: 'key', liveSessions: 0 });
    expect(device?.keyFingerprint?.replaceAll(' ', '')).toBe(fingerprint);
    expect(await t.count('audit_events', sql`action = 'device.enrol' and subject = ${`device:${id}`}`)).toBe(1);
  });

  it('repeated with the same key answers the same; with another key the code is used up', async () => {
    const { code } = await invite(await register());
    const key = new DeviceKey();
    const first = await enrol(key.enrolment(code));
    expect(await enrol(key.enrolment(code))).toEqual(first);
    await expect(enrol(new DeviceKey().enrolment(code))).rejects.toMatchObject({ code: 'ENROLMENT_CODE_UNKNOWN' });
  });

  it('by many at once takes one key', async () => {
    const { code } = await invite(await register());
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => enrol(new DeviceKey().enrolment(code))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused with a code that is too old, was replaced, or is of a revoked device', async () => {
    const id = await register();
    const replaced = (await invite(id)).code;
    const newest = (await invite(id)).code;
    await expect(enrol(new DeviceKey().enrolment(replaced))).rejects.toMatchObject({ code: 'ENROLMENT_CODE_UNKNOWN', status: 404 });
    t.clock.advance(30 * MINUTE_MS);
    await expect(enrol(new DeviceKey().enrolment(newest))).rejects.toMatchObject({ code: 'ENROLMENT_CODE_UNKNOWN' });
    const { code } = await invite(id);
    await officer('POST /api/v1/devices/:id/revocation', { params: { id }, body: { reason: '丢失' } });
    await expect(enrol(new DeviceKey().enrolment(code))).rejects.toMatchObject({ code: 'ENROLMENT_CODE_UNKNOWN' });
    await expect(invite(id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('is refused with a key the device does not hold, and with the key of another device', async () => {
    const { code } = await invite(await register());
    const [mine, other] = [new DeviceKey(), await enrolled()];
    await expect(enrol({ ...mine.enrolment(code), publicKey: other.key.publicKey })).rejects.toMatchObject({ code: 'DEVICE_NOT_ACCEPTED' });
    await expect(enrol(other.key.enrolment(code))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await enrol(mine.enrolment(code))).toMatchObject({ kind: 'gate' });
  });

  it('anew ends the key before and its sessions', async () => {
    const device = await registerTestDevice(t, VENUE);
    await SimulatedDevice.enrol(connection(), (await invite(device.id)).code);
    expect(await statusOf(device.headers)).toBe(401);
    await expect(device.signIn()).rejects.toMatchObject({ code: 'DEVICE_NOT_ACCEPTED', status: 401 });
  });

  it('lets an address guess twenty times in ten minutes', async () => {
    const code = 'ABCD-EFGH-JKMN';
    const answers: number[] = [];
    while (answers.at(-1) !== 429 && answers.length < 50)
      answers.push((await t.send('POST', '/api/v1/device/enrolments', { body: new DeviceKey().enrolment(code) })).status);
    expect(answers.length).toBeLessThanOrEqual(21);
    t.clock.advance(10 * MINUTE_MS);
    expect(await enrol(new DeviceKey().enrolment((await invite(await register())).code))).toMatchObject({ kind: 'gate' });
  });
});

describe('signing in', () => {
  it('opens a session for twelve hours', async () => {
    const { id, key } = await enrolled();
    const { token, expiresAt } = await signIn(key.sessionProof(id, t.clock.now()));
    expect(Math.abs(Date.parse(expiresAt) - t.clock.now() - 12 * HOUR_MS)).toBeLessThan(MINUTE_MS);
    const headers = { authorization: `Tongxing-Device ${token}` };
    expect(await statusOf(headers)).toBe(200);
    const { rows } = await sql<{ line: string }>`select device_sessions::text as line from device_sessions`.execute(t.owner);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    t.clock.advance(12 * HOUR_MS - MINUTE_MS);
    expect(await statusOf(headers)).toBe(200);
    t.clock.advance(MINUTE_MS);
    expect(await statusOf(headers)).toBe(401);
  });

  it('takes a proof once', async () => {
    const { id, key } = await enrolled();
    const proof = key.sessionProof(id, t.clock.now());
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => signIn(proof)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(signIn(proof)).rejects.toMatchObject({ code: 'DEVICE_PROOF_USED', status: 409 });
    // Still so when the session it opened was ended.
    await officer('POST /api/v1/devices/:id/sign-out', { params: { id }, body: { reason: '检查' } });
    await expect(signIn(proof)).rejects.toMatchObject({ code: 'DEVICE_PROOF_USED' });
  });

  it.each([
    ['of another key', (proof) => ({ ...proof, signature: new DeviceKey().sessionProof(proof.device, Date.parse(proof.at)).signature })],
    ['for another nonce', (proof) => ({ ...proof, nonce: 'A'.repeat(22) })],
    ['for another time', (proof) => ({ ...proof, at: new Date(Date.parse(proof.at) + 1).toISOString() })],
    ['of a device that is not there', (proof) => ({ ...proof, device: randomUUID() })],
  ] satisfies [string, (proof: ReturnType<DeviceKey['sessionProof']>) => object][])('refuses a signature %s', async (_what, change) => {
    const { id, key } = await enrolled();
    const proof = { ...key.sessionProof(id, t.clock.now()), ...change(key.sessionProof(id, t.clock.now())) };
    await expect(signIn(proof)).rejects.toMatchObject({ code: 'DEVICE_NOT_ACCEPTED', status: 401 });
  });

  it('bears a clock five minutes off, and says so of one hours off', async () => {
    const { id, key } = await enrolled();
    for (const offMs of [-4.5 * MINUTE_MS, 5 * MINUTE_MS]) await signIn(key.sessionProof(id, t.clock.now() + offMs));
    for (const offMs of [-3 * HOUR_MS, 5.5 * MINUTE_MS, 72 * HOUR_MS])
      await expect(signIn(key.sessionProof(id, t.clock.now() + offMs))).rejects.toMatchObject({ code: 'DEVICE_CLOCK_WRONG', status: 422 });
    const answer = await t.send('POST', '/api/v1/device/sessions', { body: key.sessionProof(id, 0) });
    expect(answer.headers.get('date')).toBeTruthy();
  });

  it('keeps two sessions, of three the oldest ends', async () => {
    const { id, key } = await enrolled();
    const tokens: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      tokens.push((await signIn(key.sessionProof(id, t.clock.now()))).token);
      t.clock.advance(1_000);
    }
    const statuses = await Promise.all(tokens.map((token) => statusOf({ authorization: `Tongxing-Device ${token}` })));
    expect(statuses).toEqual([401, 200, 200]);
    expect(await shown(id)).toMatchObject({ liveSessions: 2 });
  });

  it('is ended by the device, and by staff, at once', async () => {
    const device = await registerTestDevice(t, VENUE);
    const left = device.headers;
    await device.signIn();
    expect((await t.send('DELETE', '/api/v1/device/sessions/current', { headers: left })).status).toBe(204);
    expect([await statusOf(left), await statusOf(device.headers)]).toEqual([401, 200]);
    const body = { reason: '令牌可能泄露' };
    await officer('POST /api/v1/devices/:id/sign-out', { params: { id: device.id }, body });
    expect(await statusOf(device.headers)).toBe(401);
    await officer('POST /api/v1/devices/:id/sign-out', { params: { id: device.id }, body });
    expect(await t.count('audit_events', sql`action = 'device.sign_out' and subject = ${`device:${device.id}`}`)).toBe(1);
    await device.signIn();
    expect(await statusOf(device.headers)).toBe(200);
  });

  it('lets a device that is broken sign in sixty times an hour', async () => {
    const { id, key } = await enrolled();
    for (let n = 0; n < 60; n += 1) await signIn(key.sessionProof(id, t.clock.now()));
    await expect(signIn(key.sessionProof(id, t.clock.now()))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    t.clock.advance(HOUR_MS);
    await signIn(key.sessionProof(id, t.clock.now()));
  });
});

describe('a key held by two', () => {
  it('is seen when the older session goes on being used beside the newer, and not while a device goes over', async () => {
    const device = await registerTestDevice(t, VENUE);
    expect(await statusOf(device.headers)).toBe(200);
    t.clock.advance(1_000);
    const thief = await device.cloned();
    expect(await statusOf(thief.headers)).toBe(200);
    // What was under way when a device goes over to its new session.
    const unused = sql`first_used_at is null and device_id = (select id from devices where public_id = ${device.id})`;
    await vi.waitFor(async () => expect(await t.count('device_sessions', unused)).toBe(0), { timeout: 5_000 });
    expect(await statusOf(device.headers)).toBe(200);
    expect(await shown(device.id)).toMatchObject({ clonedAt: null, liveSessions: 2 });
    t.clock.advance(2 * MINUTE_MS);
    await vi.waitFor(
      async () => {
        expect(await statusOf(device.headers)).toBe(200);
        expect((await shown(device.id))?.clonedAt).not.toBeNull();
      },
      { timeout: 8_000 },
    );
    expect(await t.count('audit_events', sql`action = 'device.clone' and subject = ${`device:${device.id}`}`)).toBe(1);
    // The thief cannot wipe it out by changing the key; enrolling anew does, and shuts the thief out.
    await thief.changeKey();
    expect((await shown(device.id))?.clonedAt).not.toBeNull();
    const mended = await SimulatedDevice.enrol(connection(), (await invite(device.id)).code);
    expect((await shown(device.id))?.clonedAt).toBeNull();
    expect([await statusOf(thief.headers), await statusOf(mended.headers)]).toEqual([401, 200]);
  });

  it('is not suspected of a device that restarts', async () => {
    const device = await registerTestDevice(t, VENUE);
    for (let n = 0; n < 3; n += 1) {
      expect(await statusOf(device.headers)).toBe(200);
      t.clock.advance(HOUR_MS);
      await device.signIn();
    }
    t.clock.advance(HOUR_MS);
    expect(await statusOf(device.headers)).toBe(200);
    expect(await shown(device.id)).toMatchObject({ clonedAt: null });
  });
});

describe('a device changes its key', () => {
  it('with both signatures; the sessions before end', async () => {
    const device = await registerTestDevice(t, VENUE);
    const before = device.headers;
    await device.changeKey();
    expect([await statusOf(before), await statusOf(device.headers)]).toEqual([401, 200]);
    expect(await t.count('audit_events', sql`action = 'device.rekey' and subject = ${`device:${device.id}`}`)).toBe(1);
  });

  it('not with a stolen token alone', async () => {
    const { id, key } = await enrolled();
    const { token } = await signIn(key.sessionProof(id, t.clock.now()));
    const headers = { authorization: `Tongxing-Device ${token}` };
    const thiefs = new DeviceKey();
    const change = new DeviceKey().change(id, thiefs);
    for (const body of [
      change,
      { publicKey: change.publicKey, signature: change.signature },
      { ...key.change(id, thiefs), signature: change.oldSignature },
    ])
      expect(await t.send('POST', '/api/v1/device/keys', { headers, body })).toMatchObject({
        status: 401,
        json: { code: 'DEVICE_NOT_ACCEPTED' },
      });
    expect(await statusOf(headers)).toBe(200);
  });
});

describe('a device with a secret, from before key pairs', () => {
  async function withSecret() {
    const id = await register();
    const secret = 's'.repeat(43);
    const hash = createHash('sha256').update(secret).digest();
    await sql`update devices set secret_hash = ${hash} where public_id = ${id}`.execute(t.owner);
    await sql`insert into fact_changes (kind, key) select 'device', id from devices where public_id = ${id}`.execute(t.owner);
    return { id, headers: { authorization: `Tongxing-Device ${id.toUpperCase()}.${secret}` } };
  }

  it('works as before until it has a key, which its secret lets it have once', async () => {
    const { id, headers } = await withSecret();
    await vi.waitFor(async () => expect(await statusOf(headers)).toBe(200), { timeout: 6_000 });
    expect(await shown(id)).toMatchObject({ proof: 'secret' });
    const key = new DeviceKey();
    const { oldSignature: _none, ...body } = new DeviceKey().change(id, key);
    const own = createClient({ baseUrl: t.origin, headers: () => headers });
    expect(await own('POST /api/v1/device/keys', { body })).toMatchObject({ id });
    expect(await statusOf(headers)).toBe(401);
    await expect(own('POST /api/v1/device/keys', { body })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(await signIn(key.sessionProof(id, t.clock.now()))).toMatchObject({ token: expect.any(String) });
    expect(await shown(id)).toMatchObject({ proof: 'key', liveSessions: 1 });
  });

  it('may be enrolled by staff as well', async () => {
    const { id, headers } = await withSecret();
    await SimulatedDevice.enrol(connection(), (await invite(id)).code);
    expect(await statusOf(headers)).toBe(401);
  });
});

describe('a second node', () => {
  it('knows a token at once, and a session that was ended no more within seconds', { timeout: 30_000 }, async () => {
    const other = await startTestApp({ beside: t });
    try {
      const device = await registerTestDevice(t, VENUE);
      expect(await statusOf(device.headers, other)).toBe(200);
      const [body, params] = [{ reason: '检查' }, { id: device.id }];
      await officer('POST /api/v1/devices/:id/sign-out', { params, body });
      expect(await statusOf(device.headers)).toBe(401);
      await vi.waitFor(async () => expect(await statusOf(device.headers, other)).toBe(401), { timeout: 5_000 });
    } finally {
      await other.stop();
    }
  });

  it('refuses the rest of a burst of late uploads when the device is revoked, and nothing that was recorded is lost', async () => {
    const device = await registerTestDevice(t, VENUE);
    const { documentType, documentNumber } = residentAt(t.city, 9);
    const upload = (n: number) => device.verify({ eventId: t.eventId(t.clock.now() - HOUR_MS - n * 10), documentType, documentNumber });
    const accepted = await upload(0);
    await officer('POST /api/v1/devices/:id/revocation', { params: { id: device.id }, body: { reason: '被盗' } });
    const rest = await Promise.allSettled([1, 2, 3].map(upload));
    for (const one of rest) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'DEVICE_REVOKED', status: 403 } });
    expect(await t.count('visit_log', sql`event_id = ${accepted.eventId}`)).toBe(1);
  });
});
