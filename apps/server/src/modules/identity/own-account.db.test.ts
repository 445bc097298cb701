import type { Endpoint } from '@tongxing/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../platform/crypto/sealing';
import { ALL_ENDPOINTS, pathOf, sampleBodies } from '../../testing/samples';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DEMO_PASSWORD } from '../demo/public';

const MINUTE_MS = 60_000;
const NEW_PASSWORD = '清晨五点半的江边跑步，雨天除外';
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

let t: TestApp;
/** Another process of the same installation. */
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
const tokenOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);
const me = async (cookie: string) => (await t.send('GET', '/api/v1/staff/me', { cookie })).status;
const post = (path: string, body: object | undefined, cookie: string) => t.send('POST', `/api/v1/staff/${path}`, { body, cookie });

async function signIn(username: string, password = DEMO_PASSWORD, userAgent = CHROME): Promise<string> {
  const headers = { 'user-agent': userAgent };
  const answer = await t.send('POST', '/api/v1/staff/sessions', { body: { username, password }, headers });
  expect(answer.status).toBe(200);
  return cookieOf(answer);
}

interface Shown {
  readonly id: string;
  readonly device: string;
  readonly lastUsedAt: string | null;
  readonly isCurrent: boolean;
}
async function sessionsOf(cookie: string): Promise<readonly Shown[]> {
  const { json } = await t.send('GET', '/api/v1/staff/sessions?limit=100', { cookie });
  return (json?.items ?? []) as Shown[];
}

describe('a dangerous step', () => {
  const dangerous = ALL_ENDPOINTS.filter(({ endpoint }) => 'proof' in endpoint.access && endpoint.access.proof === 'fresh');

  it('is what reveals a person, decides on somebody, changes who is let in, hands out a key or takes a list away', () => {
    const names = dangerous.map(({ name }) => name);
    for (const name of [
      'revealIncidentPerson',
      'decideTrace',
      'recordHealthEvidence',
      'decideHealthEvidence',
      'createCase',
      'switchRegime',
      'addRiskArea',
      'requestEvidenceWithdrawal',
      'decideRightsRequest',
      'createClient',
      'rotateClientSecret',
      'inviteDevice',
      'createDoorPairing',
      'exportAuditEvents',
    ])
      expect(names).toContain(name);
  });

  it.each(dangerous)('$name asks a session that is older than ten minutes, at every node', async ({ name, endpoint }) => {
    const declared: Endpoint = endpoint;
    const permission = declared.access.who === 'staff' ? [declared.access.permission] : [];
    const cookie = await t.extraStaff({ permissions: permission, areaCode: '9901' });
    const old = new Date(t.clock.now() - 10 * MINUTE_MS - 1_000);
    await sql`update sessions set proved_at = ${old} where token_hash = ${hashToken(tokenOf(cookie))}`.execute(t.owner);
    const bodies: Readonly<Record<string, object>> = sampleBodies(t);
    for (const node of [t, other]) {
      const answer = await node.send(declared.method, pathOf(declared.path), { cookie, body: bodies[name] });
      expect(answer).toMatchObject({ status: 403, json: { code: 'PROOF_REQUIRED' } });
    }
  });

  it('is open for ten minutes after the sign-in, and again after each proof', async () => {
    const step = async (cookie: string) => (await post('second-factor/tickets', undefined, cookie)).status;
    const cookie = await signIn('data');
    expect(await step(cookie)).toBe(200);
    t.clock.advance(10 * MINUTE_MS + 1_000);
    expect(await step(cookie)).toBe(403);
    expect(await post('sessions/current/proof', { proof: 'wrong' }, cookie)).toMatchObject({
      status: 401,
      json: { code: 'SIGN_IN_FAILED' },
    });
    expect(await step(cookie)).toBe(403);
    const proved = await post('sessions/current/proof', { proof: DEMO_PASSWORD }, cookie);
    expect(proved.status).toBe(204);
    expect(await step(cookieOf(proved))).toBe(200);
    t.clock.advance(10 * MINUTE_MS + 1_000);
    expect(await step(cookieOf(proved))).toBe(403);
  });

  it('is not open longer because a clock was set back', async () => {
    const cookie = await signIn('data');
    t.clock.advance(-20 * MINUTE_MS);
    const answer = await post('second-factor/tickets', undefined, cookie);
    t.clock.advance(20 * MINUTE_MS);
    expect(answer).toMatchObject({ status: 403, json: { code: 'PROOF_REQUIRED' } });
  });
});

describe('a proof', () => {
  it('gives the session another token; the one before ends what was under way, proves nothing, and is over in a moment', async () => {
    const cookie = await signIn('dispatcher');
    const feed = await other.follow('/api/v1/staff/feed', cookie);
    const fresh = cookieOf(await post('sessions/current/proof', { proof: DEMO_PASSWORD }, cookie));
    expect(fresh).not.toBe(cookie);
    expect([await me(cookie), await me(fresh)]).toEqual([200, 200]);
    expect((await post('second-factor/tickets', undefined, cookie)).status).toBe(403);
    expect(await sessionsOf(fresh)).toMatchObject([{ isCurrent: true }]);
    t.clock.advance(31_000);
    expect([await me(cookie), await me(fresh)]).toEqual([401, 200]);
    await feed.ended;
  });

  it('by one of two at once is enough', async () => {
    const cookie = await signIn('dispatcher');
    const both = await Promise.all([0, 1].map(() => post('sessions/current/proof', { proof: DEMO_PASSWORD }, cookie)));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 401]);
  });

  it('leaves the end of the shift where it was', async () => {
    const cookie = await signIn('approver');
    t.clock.advance(20 * MINUTE_MS);
    const proved = await post('sessions/current/proof', { proof: DEMO_PASSWORD }, cookie);
    const [, age = ''] = /Max-Age=(\d+)/.exec(proved.headers.getSetCookie()[0] ?? '') ?? [];
    expect(Number(age)).toBeLessThanOrEqual((12 * 60 - 20) * 60);
    expect(Number(age)).toBeGreaterThan((12 * 60 - 25) * 60);
  });
});

describe('the list of own sessions', () => {
  it('says where, never by an address, and is of the own account only', async () => {
    const first = await signIn('hotline', DEMO_PASSWORD, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) MicroMessenger/8.0.60');
    const cookie = await signIn('hotline');
    await signIn('street');
    const shown = await sessionsOf(cookie);
    expect(shown.map(({ device, isCurrent }) => [device, isCurrent])).toEqual([
      ['Chrome · Windows', true],
      ['WeChat · iOS', false],
    ]);
    expect(JSON.stringify(shown)).not.toContain('127.0.0.1');
    expect((await sessionsOf(first)).find(({ isCurrent }) => isCurrent)?.device).toBe('WeChat · iOS');
  });

  it('comes in pages', async () => {
    const cookie = await signIn('auditor');
    for (let n = 0; n < 4; n += 1) await signIn('auditor');
    const ids: string[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const { json } = await t.send('GET', `/api/v1/staff/sessions?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, { cookie });
      ids.push(...((json?.items ?? []) as Shown[]).map(({ id }) => id));
      cursor = json?.nextCursor ?? null;
    }
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it('ends one, with its feeds, and all others; never those of somebody else', async () => {
    const [own, lost, another, strangers] = [await signIn('venue'), await signIn('venue'), await signIn('venue'), await signIn('street')];
    const feed = await other.follow('/api/v1/staff/feed', lost);
    const idOf = async (cookie: string) => (await sessionsOf(cookie)).find(({ isCurrent }) => isCurrent)?.id;
    expect((await post('sessions/revocations', { id: await idOf(strangers) }, own)).status).toBe(204);
    expect((await post('sessions/revocations', { id: await idOf(lost) }, own)).status).toBe(204);
    await feed.ended;
    expect([await me(own), await me(lost), await me(another), await me(strangers)]).toEqual([200, 401, 200, 200]);
    expect((await post('sessions/revocations/others', undefined, own)).status).toBe(204);
    expect([await me(own), await me(another)]).toEqual([200, 401]);
    expect(await sessionsOf(own)).toHaveLength(1);
  });
});

describe('a new password', () => {
  const change = (cookie: string, current: string, password: string) => post('password', { current, password }, cookie);

  it('needs the old one, is long, not the user name, and none of the most used ones', async () => {
    const cookie = await signIn('epidemiologist');
    expect((await change(cookie, 'wrong', NEW_PASSWORD)).status).toBe(401);
    const refusedFor = async (password: string) => (await change(cookie, DEMO_PASSWORD, password)).json?.errors;
    expect(await refusedFor('short')).toMatchObject([{ field: 'password', code: 'too_short' }]);
    expect(await refusedFor('1QAZ2wsx3edc')).toMatchObject([{ field: 'password', code: 'too_common' }]);
    expect(await refusedFor('epidemiologist')).toMatchObject([{ field: 'password', code: 'same_as_username' }]);
  });

  it('ends every other session and whoever is on the way in; this one gets another token', async () => {
    const [cookie, lost] = [await signIn('headquarters'), await signIn('headquarters')];
    const changed = await change(cookie, DEMO_PASSWORD, NEW_PASSWORD);
    expect(changed.status).toBe(204);
    expect([await me(cookieOf(changed)), await me(lost)]).toEqual([200, 401]);
    const withOld = await t.send('POST', '/api/v1/staff/sessions', { body: { username: 'headquarters', password: DEMO_PASSWORD } });
    expect(withOld.status).toBe(401);
    await signIn('headquarters', NEW_PASSWORD);
  });

  it('is made once of two at once', async () => {
    const [one, two] = [await signIn('street'), await signIn('street')];
    const both = await Promise.all([change(one, DEMO_PASSWORD, NEW_PASSWORD), change(two, DEMO_PASSWORD, `${NEW_PASSWORD}!`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 401]);
  });
});
