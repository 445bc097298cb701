import { PERSONAS, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DEMO_PASSWORD } from '../demo/public';

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

const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? '';

const SESSION_EVENTS = sql`action in ('session.start', 'session.end')`;

/** What a step leaves in the log about sessions. */
async function leaves(step: () => Promise<unknown>) {
  const before = await t.count('audit_events', SESSION_EVENTS);
  await step();
  const { rows } = await sql<{
    actor: string;
    action: string;
    subject: string;
  }>`select actor, action, subject from audit_events where ${SESSION_EVENTS} order by id offset ${before}`.execute(t.owner);
  return rows;
}

describe('a sign-in of staff ends the session that the browser still held', () => {
  const me = async (cookie: string) => (await t.send('GET', '/api/v1/staff/me', { cookie })).status;
  const signIn = async (username: string, cookie?: string, password = DEMO_PASSWORD) => {
    const held = cookie === undefined ? {} : { cookie };
    return t.send('POST', '/api/v1/staff/sessions', { body: { username, password }, ...held });
  };

  it('of the same account, with its feeds, and no other', async () => {
    const [held, elsewhere] = [cookieOf(await signIn('data')), cookieOf(await signIn('data'))];
    const feed = await other.follow('/api/v1/staff/feed', held);
    let next = '';
    const left = await leaves(async () => {
      next = cookieOf(await signIn('data', held));
    });
    expect([await me(held), await me(elsewhere), await me(next)]).toEqual([401, 200, 200]);
    await feed.ended;
    expect(left).toEqual([
      { actor: 'data', action: 'session.end', subject: 'account:data' },
      { actor: 'data', action: 'session.start', subject: 'account:data' },
    ]);
  });

  it('of whoever sat there before', async () => {
    const held = cookieOf(await signIn('street'));
    const left = await leaves(() => signIn('dispatcher', held));
    expect(await me(held)).toBe(401);
    expect(left).toEqual([
      { actor: 'dispatcher', action: 'session.end', subject: 'account:street' },
      { actor: 'dispatcher', action: 'session.start', subject: 'account:dispatcher' },
    ]);
  });

  it('not before it has come about, and not twice', async () => {
    const held = cookieOf(await signIn('street'));
    expect((await signIn('street', held, 'wrong')).status).toBe(401);
    expect(await me(held)).toBe(200);
    await signIn('street', held);
    expect((await leaves(() => signIn('street', held))).map(({ action }) => action)).toEqual(['session.start']);
  });
});

describe('a sign-in of a resident ends the session that the browser still held', () => {
  const me = async (node: TestApp, cookie: string) => (await node.send('GET', '/api/v1/me', { cookie })).status;

  /** Either node may have sent it. */
  const inbox = (phone: string) => [t, other].flatMap(({ smsCentre }) => smsCentre.inbox({ to: phone }));

  async function signIn(phone: string, cookie?: string): Promise<string> {
    const before = new Set(inbox(phone));
    // One code a minute.
    t.clock.advance(61_000);
    await t.send('POST', '/api/v1/sign-in/codes', { body: { phone } });
    const arrived = await vi.waitUntil(() => inbox(phone).find((message) => !before.has(message)), { timeout: 5_000 });
    const code = /\d{6}/.exec(arrived.text)?.[0] ?? '';
    const held = cookie === undefined ? {} : { cookie };
    const answer = await t.send('POST', '/api/v1/sign-in/sessions', { body: { phone, code }, ...held });
    expect(answer.status).toBe(200);
    return cookieOf(answer);
  }

  it('at every node, and writes down whose it was', async () => {
    const { phone } = residentAt(t.city, PERSONAS.green);
    const held = await signIn(phone);
    expect(await me(other, held)).toBe(200);
    let next = '';
    const left = await leaves(async () => {
      next = await signIn(phone, held);
    });
    expect([await me(t, held), await me(t, next)]).toEqual([401, 200]);
    await vi.waitFor(async () => expect(await me(other, held)).toBe(401), { timeout: 10_000 });
    expect(left).toEqual([{ actor: 'person', action: 'session.end', subject: expect.stringMatching(/^person:\w{32}$/) }]);
  });

  it('of a stranger who never registered, and takes a forged one for none', async () => {
    const held = await signIn('13900000001');
    const left = await leaves(() => signIn('13900000002', held));
    expect(await me(t, held)).toBe(401);
    expect(left).toEqual([{ actor: 'person', action: 'session.end', subject: 'account:unregistered' }]);
    expect(await leaves(() => signIn('13900000003', `tongxing_resident=${'A'.repeat(66)}`))).toEqual([]);
  });
});
