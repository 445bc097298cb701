import { makeCity, residentAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cookieOf, register, signInBySms } from '../../testing/phone';
import { startTestApp, type TestApp } from '../../testing/test-app';

const OTHERS = makeCity({ size: 'small' });

let t: TestApp;
let other: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  other = await startTestApp({ beside: t });
});
afterAll(async () => {
  await other.stop();
  await t.stop();
});

const me = async (node: TestApp, cookie: string) => (await node.send('GET', '/api/v1/me', { cookie })).status;
const inbox = (phone: string) => [t, other].flatMap(({ smsCentre }) => smsCentre.inbox({ to: phone }));
/** The code of the next message to a telephone, once something has it sent. */
function nextCode(phone: string): () => Promise<string> {
  const before = new Set(inbox(phone));
  const code = () => /\d{6}/.exec(inbox(phone).find((message) => !before.has(message))?.text ?? '')?.[0];
  return async () => (await vi.waitUntil(code, { timeout: 8_000 })) ?? '';
}
/** Ended here at once, and at the other node when it heard of it. */
async function expectEnded(cookie: string): Promise<void> {
  expect(await me(t, cookie)).toBe(401);
  await vi.waitFor(async () => expect(await me(other, cookie)).toBe(401), { timeout: 10_000 });
}

let next = 6_200;
/** A telephone that signed in, and the cookie that a thief copied from it, before and after its registration. */
async function registered(phone: string) {
  next += 1;
  const before = await signIn(phone);
  const answer = await register(t, before, residentAt(OTHERS, next));
  expect(answer.status).toBe(201);
  return { before, cookie: cookieOf(answer) };
}
const signIn = (phone: string) =>
  signInBySms({ ...t, smsCentre: { ...t.smsCentre, inbox: ({ to }: { to?: string } = {}) => inbox(to ?? '') } }, phone);

describe('sessions of a resident that were copied', () => {
  it('end with the registration: none of before becomes one of somebody registered', async () => {
    const { before, cookie } = await registered('13911120001');
    await expectEnded(before);
    expect(await me(t, cookie)).toBe(200);
  });

  it('end with a change of the telephone, and the caller’s goes on', async () => {
    const [phone, fresh] = ['13911120002', '13911120003'];
    const { cookie: copied } = await registered(phone);
    t.clock.advance(61_000);
    const [present, next] = [nextCode(phone), nextCode(fresh)];
    await t.clientWith(copied)('POST /api/v1/me/phone-codes', { body: { phone: fresh } });
    const body = { phone: fresh, codes: { present: await present(), next: await next() } };
    const answer = await t.send('POST', '/api/v1/me/phone', { cookie: copied, body });
    expect(answer.status).toBe(200);
    await expectEnded(copied);
    expect(await me(t, cookieOf(answer))).toBe(200);
  });

  it('end when their owner says so, on every other phone', async () => {
    const phone = '13911120004';
    const { cookie: lost } = await registered(phone);
    t.clock.advance(61_000);
    const held = await signIn(phone);
    const answer = await t.send('POST', '/api/v1/me/sessions/revocations/others', { cookie: held });
    expect(answer.status).toBe(204);
    await expectEnded(lost);
    expect([await me(t, held), await me(other, held)]).toEqual([200, 200]);
  });
});
