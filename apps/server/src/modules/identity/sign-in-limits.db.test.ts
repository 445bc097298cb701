import { residentAt } from '@tongxing/simulator';
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

  it('of all others together are five', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone, freshAddress());
    for (let n = 0; n < 5; n += 1) expect(await enter(phone, another(code), freshAddress())).toBe(401);
    expect(await enter(phone, code, freshAddress())).toBe(401);
  });

  it('from another network than the one that asked are possible too', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone, freshAddress());
    await tryWrongly(phone, code, freshAddress(), 4);
    expect(await enter(phone, code, freshAddress())).toBe(200);
  });

  it('from the many addresses that one subscriber has are those of one', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone, '2001:db8:0:1::1');
    for (let n = 1; n <= 5; n += 1) expect(await enter(phone, another(code), `2001:db8:0:1::${n}`)).toBe(401);
    expect(await enter(phone, code, '2001:db8:0:1::6')).toBe(401);
    expect(await enter(phone, code, '2001:db8:0:2::6')).toBe(200);
  });
});

describe('codes for one number', () => {
  /** A code every two minutes, from one network after the other; the statuses. */
  async function askInTurn(phone: string, addresses: readonly string[]): Promise<number[]> {
    const statuses: number[] = [];
    for (const address of addresses) {
      nodes[0].clock.advance(2 * MINUTE_MS);
      statuses.push(await ask(phone, address));
    }
    return statuses;
  }
  const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

  it('that strangers asked for leave the owner their own', async () => {
    const [phone, stranger, owner] = [freshPhone(), freshAddress(), freshAddress()];
    // The address as a whole may ask three times here.
    expect(
      await askInTurn(
        phone,
        times(4, () => stranger),
      ),
    ).toEqual([202, 202, 202, 429]);
    expect(await askInTurn(phone, [owner])).toEqual([202]);
  });

  it('are not sent without end, from however many networks', async () => {
    const phone = freshPhone();
    const statuses = await askInTurn(phone, times(16, freshAddress));
    expect(statuses.filter((status) => status === 202)).toHaveLength(15);
    expect(statuses.at(-1)).toBe(429);
  });

  it('open nothing longer because a clock was set back', async () => {
    const [phone, address] = [freshPhone(), freshAddress()];
    const code = await codeAt(phone, address);
    nodes[0].clock.advance(-10 * MINUTE_MS);
    const early = await enter(phone, code, address);
    const again = await post('sign-in/codes', { phone }, address);
    nodes[0].clock.advance(10 * MINUTE_MS);
    expect([early, again.status]).toEqual([401, 429]);
    expect(Number(again.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await enter(phone, code, address)).toBe(200);
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

describe('codes of the whole installation', () => {
  it('stay within the budget of an hour, told alike to numbers known and unknown, and counted', async () => {
    const node = await startTestApp({ settings: { TONGXING_SIGN_IN_CODES_PER_HOUR: '4' } });
    try {
      const one = await startTestApp({ settings: { TONGXING_SIGN_IN_CODES_PER_HOUR: '4' }, beside: node });
      const asked = (n: number, phone: string) => (n % 2 === 0 ? node : one).send('POST', '/api/v1/sign-in/codes', { body: { phone } });
      const statuses = (await Promise.all(Array.from({ length: 10 }, (_, n) => asked(n, freshPhone())))).map(({ status }) => status);
      expect(statuses.sort()).toEqual([202, 202, 202, 202, 503, 503, 503, 503, 503, 503]);
      const known = residentAt(node.city, 0).phone;
      const [a, b] = [await asked(0, known), await asked(0, freshPhone())];
      expect({ ...a.json, requestId: '' }).toEqual({ ...b.json, requestId: '', retryAfterSeconds: a.json?.retryAfterSeconds });
      expect(Number(a.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await node.app.metrics.codesOverBudget.get()).values[0]?.value).toBeGreaterThan(0);
      node.clock.advance(60 * MINUTE_MS);
      expect((await asked(0, known)).status).toBe(202);
      await one.stop();
    } finally {
      await node.stop();
    }
  });
});
