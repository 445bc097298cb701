import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, makeCity, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerTestDevice } from '../../testing/devices';
import { cookieOf, register, signInBySms } from '../../testing/phone';
import { startTestApp, type TestApp } from '../../testing/test-app';

/** People of a larger city, whom the test city does not know. */
const OTHERS = makeCity({ size: 'small' });
const HOUR_MS = 3_600_000;

let t: TestApp;
let officer: Client;
let recorder: Client;
let device: Awaited<ReturnType<typeof registerTestDevice>>;
beforeAll(async () => {
  t = await startTestApp();
  officer = t.clientWith(await t.extraStaff({ permissions: ['rights_request.read', 'rights_request.handle'], areaCode: CITY_CODE }));
  recorder = t.clientWith(await t.extraStaff({ permissions: ['evidence.create', 'evidence.read'], areaCode: CITY_CODE }));
  device = await registerTestDevice(t, 0);
});
afterAll(() => t.stop());

let next = 0;
const newPhone = () => {
  next += 1;
  return `1391111${String(next).padStart(4, '0')}`;
};

/** An elder without a telephone, recorded by a door and then a close contact. */
async function elder() {
  next += 1;
  const { name, documentType, documentNumber } = residentAt(OTHERS, 8_000 + next);
  const who = { name, documentType, documentNumber };
  await atDoor(who);
  const body = { id: randomUUID(), documentType, documentNumber, kind: 'close_contact' as const, source: '街道 7 号' };
  await recorder('POST /api/v1/health-evidence', { body: { ...body, sampledAt: new Date(t.clock.now() - HOUR_MS).toISOString() } });
  await t.confirmEvidence();
  return who;
}

async function atDoor(who: object) {
  const body = { eventId: t.eventId(), direction: 'in', ...who };
  return (await t.send('POST', '/api/v1/device/verifications', { headers: device.headers, body })).json;
}

const OWN = ['/api/v1/me/held', '/api/v1/me/uses', '/api/v1/me/deletion'];
const refused = async (cookie: string) => {
  const reads = await Promise.all(OWN.map((path) => t.send('GET', path, { cookie })));
  const erasure = { id: randomUUID(), kind: 'deletion' };
  const past = new Date(t.clock.now() - HOUR_MS).toISOString();
  const trip = { id: randomUUID(), divisionCode: CITY_CODE, arrivedAt: past, leftAt: past };
  const posts = await Promise.all([
    t.send('POST', '/api/v1/me/copies', { cookie }),
    t.send('POST', '/api/v1/me/requests', { cookie, body: erasure }),
    t.send('POST', '/api/v1/me/trips', { cookie, body: trip }),
  ]);
  return [...reads, ...posts].map(({ json }) => json?.code);
};
const decide = (id: string, decision: 'granted' | 'refused') =>
  officer('POST /api/v1/rights-requests/:id/decision', { params: { id }, body: { decision, answer: '已核对身份证件。' } });
const openClaim = async () => {
  const { items } = await officer('GET /api/v1/rights-requests', { query: { kind: 'claim', state: 'open' } });
  return items.at(-1)?.id ?? '';
};
const stored = async (documentNumber: string) => {
  const index = t.vault.index('document', `resident_id:${documentNumber}`);
  const { rows } = await sql<{ name: Buffer; phone: Buffer | null }>`select name_sealed as name, phone_sealed as phone from persons
    where document_index = ${index}`.execute(t.owner);
  const [row] = rows;
  return { name: row && t.vault.open('name', row.name), phone: row?.phone && t.vault.open('phone', row.phone) };
};

describe('a stranger who registers under the number of somebody whom a door recorded', () => {
  it('learns nothing of them, takes nothing over, and has nothing erased', async () => {
    const who = await elder();
    const answer = await register(t, await signInBySms(t, newPhone()), { ...who, name: '骗子骗子' });
    expect(answer).toMatchObject({ status: 201, json: { toConfirm: true, health: null, throughRiskArea: false, name: '骗***' } });
    expect(answer.text).not.toContain('街道 7 号');
    expect(await refused(cookieOf(answer))).toEqual(Array(6).fill('CLAIM_WAITING'));
    // What the door recorded stays, and no message goes to the stranger.
    expect(await stored(who.documentNumber)).toEqual({ name: who.name, phone: null });
    expect(await atDoor(who)).toMatchObject({ name: expect.stringMatching(new RegExp(`^${who.name.slice(0, 1)}`)) });
    expect(await t.count('audit_events', sql`action = 'person.claim' and person is not null`)).toBe(1);
  });

  it('is signed out when the officer refuses, and the person can register', async () => {
    const who = await elder();
    const stranger = cookieOf(await register(t, await signInBySms(t, newPhone()), { ...who, name: '骗子骗子' }));
    const own = await signInBySms(t, newPhone());
    expect((await register(t, own, who)).status).toBe(409);
    await decide(await openClaim(), 'refused');
    await expect.poll(async () => (await t.send('GET', '/api/v1/me', { cookie: stranger })).status, { timeout: 8_000 }).toBe(401);
    expect(await register(t, own, who)).toMatchObject({ status: 201, json: { toConfirm: true } });
  });
});

describe('somebody whom a door recorded', () => {
  it('registers later, scans at once, with the colour they have, and sees everything when an officer has confirmed it', async () => {
    const [who, phone] = [await elder(), newPhone()];
    const cookie = cookieOf(await register(t, await signInBySms(t, phone), who));
    const scan = { eventId: t.eventId(), code: venueAt(t.city, 0).code };
    expect((await t.send('POST', '/api/v1/scans', { cookie, body: scan })).json).toMatchObject({ verdict: 'attention' });
    const id = await openClaim();
    const params = { id };
    const seen = await officer('POST /api/v1/rights-requests/:id/identity', { params, body: { reason: '核对身份证件' } });
    expect(seen).toMatchObject({ name: who.name, wanted: who.name, phone });
    const partly = officer('POST /api/v1/rights-requests/:id/decision', { params, body: { decision: 'partly', answer: '部分同意。' } });
    await expect(partly).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await decide(id, 'granted');
    expect((await t.send('GET', '/api/v1/me', { cookie })).json).toMatchObject({ toConfirm: false, health: { colour: 'yellow' } });
    const held = (await t.send('GET', '/api/v1/me/held', { cookie })).json;
    expect(held).toMatchObject({ name: who.name, phone, evidence: [{ source: '街道 7 号' }] });
    expect(await stored(who.documentNumber)).toEqual({ name: who.name, phone });
  });

  it('takes a mistaken claim back, and is nobody’s again', async () => {
    const who = await elder();
    const cookie = cookieOf(await register(t, await signInBySms(t, newPhone()), who));
    const { items } = await t.clientWith(cookie)('GET /api/v1/me/requests');
    await t.clientWith(cookie)('POST /api/v1/rights-requests/:id/withdrawal', { params: { id: items[0]?.id ?? '' } });
    expect(await register(t, await signInBySms(t, newPhone()), who)).toMatchObject({ status: 201, json: { toConfirm: true } });
  });
});

it('whose documents are known is tried ten times a day by a telephone', async () => {
  const cookie = await signInBySms(t, newPhone());
  const answers: unknown[] = [];
  for (let index = 0; index < 12; index += 1) answers.push((await register(t, cookie, residentAt(t.city, index))).json?.code);
  expect(answers).toEqual([...Array(10).fill('ALREADY_REGISTERED'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
});
