import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DEMO_PASSWORD } from '../demo/public';

const MINUTE_MS = 60_000;
const CODES_PER_ADDRESS = 3;
const settings = {
  TONGXING_TRUSTED_PROXIES: '127.0.0.1',
  TONGXING_SIGN_IN_CODES_PER_ADDRESS_HOUR: String(CODES_PER_ADDRESS),
};

let nodes: readonly [TestApp, TestApp];
beforeAll(async () => {
  const one = await startTestApp({ settings });
  nodes = [one, await startTestApp({ settings, beside: one })];
});
afterAll(async () => {
  await nodes[1].stop();
  await nodes[0].stop();
});

let numbers = 0;
const freshPhone = () => `138${String(numbers++).padStart(8, '0')}`;
/** An address of the documentation networks that was not used before. */
const freshAddress = () => `203.0.113.${numbers++}`;

/** One request from an address; requests reach the nodes in turn. */
let requests = 0;
function post(path: string, body: object, address: string) {
  requests += 1;
  const node = nodes[requests % 2 === 0 ? 0 : 1];
  return node.send('POST', `/api/v1/${path}`, { body, headers: { 'x-forwarded-for': address } });
}
const enter = async (phone: string, code: string, address: string) => (await post('sign-in/sessions', { phone, code }, address)).status;
const ask = async (phone: string, address: string) => (await post('sign-in/codes', { phone }, address)).status;

/** The code as it arrived at the telephone: either node may have sent it. */
async function codeAt(phone: string, address: string): Promise<string> {
  const arrived = () => nodes.flatMap((node) => node.smsCentre.inbox({ to: phone })).sort((a, b) => b.at - a.at);
  const before = arrived().length;
  expect(await ask(phone, address)).toBe(202);
  await vi.waitFor(() => expect(arrived()).toHaveLength(before + 1), { timeout: 5_000 });
  return /\d{6}/.exec(arrived()[0]?.text ?? '')?.[0] ?? '';
}

const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const tryWrongly = (phone: string, code: string, address: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => enter(phone, another(code), address)));

describe('tries of a sign-in code', () => {
  it('count together at all nodes', async () => {
    const [phone, address] = [freshPhone(), freshAddress()];
    const code = await codeAt(phone, address);
    await tryWrongly(phone, code, address, 5);
    expect([await enter(phone, code, address), await enter(phone, code, address)]).toEqual([401, 401]);
  });

  it('begin anew with a new code', async () => {
    const [phone, address] = [freshPhone(), freshAddress()];
    await tryWrongly(phone, await codeAt(phone, address), address, 5);
    nodes[0].clock.advance(MINUTE_MS + 1);
    const second = await codeAt(phone, address);
    expect(await enter(phone, second, address)).toBe(200);
  });

  it('of strangers do not use up the code of the address that asked for it, however many they are', async () => {
    const [phone, address] = [freshPhone(), freshAddress()];
    const code = await codeAt(phone, address);
    for (let n = 0; n < 9; n += 1) await tryWrongly(phone, code, freshAddress(), 5);
    // The tries of strangers are used up, also for the right code.
    expect(await enter(phone, code, freshAddress())).toBe(401);
    expect(await enter(phone, code, address)).toBe(200);
  });

  it('from another network than the one that asked are possible too', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone, freshAddress());
    await tryWrongly(phone, code, freshAddress(), 6);
    expect(await enter(phone, code, freshAddress())).toBe(200);
  });

  it('from the many addresses that one subscriber has are those of one', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone, freshAddress());
    for (let n = 1; n <= 5; n += 1) expect(await enter(phone, another(code), `2001:db8:0:1::${n}`)).toBe(401);
    expect(await enter(phone, code, '2001:db8:0:1::6')).toBe(401);
    expect(await enter(phone, code, '2001:db8:0:2::6')).toBe(200);
  });
});

describe('codes for one address', () => {
  it('are limited though many are asked for at once, at all nodes', async () => {
    const address = freshAddress();
    const statuses = await Promise.all(Array.from({ length: 12 }, () => ask(freshPhone(), address)));
    expect(statuses.filter((status) => status === 202)).toHaveLength(CODES_PER_ADDRESS);
  });
});

describe('wrong passwords', () => {
  const signIn = async (username: string, password: string, address: string) =>
    (await post('staff/sessions', { username, password }, address)).status;

  it('count together at all nodes', async () => {
    const address = freshAddress();
    const statuses = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn('auditor', `guess ${n}`, address)));
    expect(statuses.sort()).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect(await signIn('auditor', DEMO_PASSWORD, address)).toBe(429);
  });

  it('from one address do not lock the others out', async () => {
    const address = freshAddress();
    for (let n = 0; n < 10; n += 1) await Promise.all(Array.from({ length: 25 }, () => signIn('approver', 'guess', address)));
    expect(await signIn('approver', DEMO_PASSWORD, freshAddress())).toBe(200);
  });
});
