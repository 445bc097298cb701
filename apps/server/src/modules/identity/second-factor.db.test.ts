import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../platform/crypto/totp';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DEMO_PASSWORD } from '../demo/public';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;
const settings = { TONGXING_SECOND_FACTOR: 'required', TONGXING_TRUSTED_PROXIES: '127.0.0.1' };

let nodes: readonly [TestApp, TestApp];
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ settings });
  nodes = [t, await startTestApp({ settings, beside: t })];
});
afterAll(async () => {
  await nodes[1].stop();
  await t.stop();
});

const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const me = (cookie: string) => t.send('GET', '/api/v1/staff/me', { cookie });
/** Requests reach the nodes in turn. */
let requests = 0;
function post(path: string, body: object | undefined, cookie?: string) {
  requests += 1;
  const node = nodes[requests % 2 === 0 ? 0 : 1];
  return node.send('POST', `/api/v1/staff/${path}`, { body, ...(cookie === undefined ? {} : { cookie }) });
}

async function ticketFor(username: string, password = DEMO_PASSWORD): Promise<string> {
  const { json } = await post('sessions', { username, password });
  return String(json?.ticket);
}
const byCode = (ticket: string, code: string) => post('sessions/second-factor', { ticket, code });

function secretOf(json: Record<string, unknown> | undefined): Buffer {
  const letters = new URL(String(json?.address)).searchParams.get('secret') ?? '';
  const bits = Array.from(letters, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

interface Enrolled {
  readonly username: string;
  readonly secret: Buffer;
  readonly recoveryCodes: readonly string[];
  readonly cookie: string;
}

async function enrol(username: string): Promise<Enrolled> {
  const ticket = await ticketFor(username);
  const secret = secretOf((await post('second-factor/enrolments', { ticket })).json);
  const confirmed = await post('second-factor/confirmations', { ticket, code: codeOf(secret) });
  expect(confirmed).toMatchObject({ status: 200, json: { account: { username, hasSecondFactor: true } } });
  return { username, secret, recoveryCodes: confirmed.json?.recoveryCodes as string[], cookie: cookieOf(confirmed) };
}

const codeOf = (secret: Buffer, apart = 0) => totpCode(secret, totpStep(t.clock.now()) + apart);
/** A code that was not used yet: time goes on until there is another. */
function freshCode({ secret }: Enrolled): string {
  t.clock.advance(2 * STEP_MS);
  return codeOf(secret);
}
const statusOf = async (answer: Promise<{ status: number; json: Record<string, unknown> | undefined }>) => {
  const { status, json } = await answer;
  return `${status} ${json?.code ?? ''}`.trim();
};

describe('an account without a second factor, where one is required', () => {
  it('does nothing after the password but enrol', async () => {
    const first = await post('sessions', { username: 'data', password: DEMO_PASSWORD });
    expect(first).toMatchObject({ status: 200, json: { next: 'enrol' } });
    expect(first.headers.getSetCookie()).toEqual([]);
    const ticket = String(first.json?.ticket);
    expect((await me(`tongxing_staff=${ticket}`)).status).toBe(401);
    expect(await statusOf(byCode(ticket, '000000'))).toBe('401 NOT_SIGNED_IN');
    const [one, same] = [await post('second-factor/enrolments', { ticket }), await post('second-factor/enrolments', { ticket })];
    expect([one.status, one.json]).toEqual([200, same.json]);
    expect(await statusOf(post('second-factor/confirmations', { ticket, code: '000000' }))).toBe('401 SIGN_IN_FAILED');
    const confirmed = await post('second-factor/confirmations', { ticket, code: codeOf(secretOf(one.json)) });
    expect(confirmed).toMatchObject({ status: 200, json: { account: { username: 'data' } } });
    expect(new Set(confirmed.json?.recoveryCodes as string[]).size).toBe(10);
    expect((await me(cookieOf(confirmed))).status).toBe(200);
    expect(await statusOf(post('second-factor/confirmations', { ticket, code: codeOf(secretOf(one.json)) }))).toBe('401 NOT_SIGNED_IN');
  });

  it('is not enrolled a second time by whoever knows no more than the password', async () => {
    const [mine, strangers] = [await ticketFor('hotline'), await ticketFor('hotline')];
    const [a, b] = await Promise.all([mine, strangers].map((ticket) => post('second-factor/enrolments', { ticket })));
    const [secretA, secretB] = [secretOf(a?.json), secretOf(b?.json)];
    expect((await post('second-factor/confirmations', { ticket: mine, code: codeOf(secretA) })).status).toBe(200);
    expect(await statusOf(post('second-factor/confirmations', { ticket: strangers, code: codeOf(secretB) }))).toBe('401 NOT_SIGNED_IN');
    t.clock.advance(2 * STEP_MS);
    expect((await byCode(await ticketFor('hotline'), codeOf(secretA))).status).toBe(200);
  });

  it('has five minutes for it', async () => {
    const ticket = await ticketFor('approver');
    expect((await post('second-factor/enrolments', { ticket })).status).toBe(200);
    t.clock.advance(5 * MINUTE_MS);
    expect(await statusOf(post('second-factor/enrolments', { ticket }))).toBe('401 NOT_SIGNED_IN');
  });
});

describe('the code of an authenticator', () => {
  let enrolled: Enrolled;
  beforeAll(async () => {
    enrolled = await enrol('dispatcher');
  });

  it('opens a session after the password, as one step early or late does', async () => {
    for (const apart of [0, 1]) {
      t.clock.advance(4 * STEP_MS);
      const answer = await byCode(await ticketFor('dispatcher'), codeOf(enrolled.secret, apart));
      expect(answer).toMatchObject({ status: 200, json: { username: 'dispatcher' } });
      expect((await me(cookieOf(answer))).status).toBe(200);
    }
  });

  it('is refused when it is old, of the future, or used before, also one before a used one', async () => {
    t.clock.advance(10 * STEP_MS);
    const ticket = await ticketFor('dispatcher');
    for (const apart of [-2, 2]) expect(await statusOf(byCode(ticket, codeOf(enrolled.secret, apart)))).toBe('401 SIGN_IN_FAILED');
    expect((await byCode(ticket, codeOf(enrolled.secret))).status).toBe(200);
    expect(await statusOf(byCode(ticket, codeOf(enrolled.secret, 1)))).toBe('401 NOT_SIGNED_IN');
    const next = await ticketFor('dispatcher');
    for (const apart of [0, -1]) expect(await statusOf(byCode(next, codeOf(enrolled.secret, apart)))).toBe('401 SIGN_IN_FAILED');
    expect((await byCode(next, codeOf(enrolled.secret, 1))).status).toBe(200);
  });

  it('lets one in, however many show it at once at all nodes', async () => {
    t.clock.advance(10 * STEP_MS);
    const tickets = await Promise.all([0, 1, 2, 3].map(() => ticketFor('dispatcher')));
    const code = codeOf(enrolled.secret);
    const statuses = await Promise.all(tickets.map(async (ticket) => (await byCode(ticket, code)).status));
    expect(statuses.sort()).toEqual([200, 401, 401, 401]);
  });

  it('cannot be guessed: five tries, then a wait, also with the right one', async () => {
    t.clock.advance(16 * MINUTE_MS);
    const ticket = await ticketFor('dispatcher');
    const wrong = (n: number) => statusOf(byCode(ticket, String((Number(codeOf(enrolled.secret)) + 100 + n) % 1_000_000).padStart(6, '0')));
    const tried = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(wrong));
    expect(tried.filter((said) => said === '401 SIGN_IN_FAILED')).toHaveLength(5);
    expect(await statusOf(byCode(ticket, freshCode(enrolled)))).toBe('429 TOO_MANY_REQUESTS');
    t.clock.advance(16 * MINUTE_MS);
    expect((await byCode(await ticketFor('dispatcher'), freshCode(enrolled))).status).toBe(200);
  });
});

describe('a recovery code', () => {
  it('opens one session, however many show it at once and however it is typed', async () => {
    const { recoveryCodes } = await enrol('epidemiologist');
    const [code = '', other = ''] = recoveryCodes;
    const tickets = await Promise.all([0, 1, 2, 3].map(() => ticketFor('epidemiologist')));
    const statuses = await Promise.all(tickets.map(async (ticket) => (await byCode(ticket, code)).status));
    expect(statuses.sort()).toEqual([200, 401, 401, 401]);
    const answer = await byCode(await ticketFor('epidemiologist'), other.toLowerCase().replaceAll('-', ' '));
    expect(answer.status).toBe(200);
    const { json } = await t.send('GET', '/api/v1/staff/second-factor', { cookie: cookieOf(answer) });
    expect(json).toMatchObject({ recoveryCodesLeft: 8, isRequired: true });
  });

  it('is void once there are new ones, and is of one account only', async () => {
    const enrolled = await enrol('headquarters');
    const { recoveryCodes, cookie } = enrolled;
    const renewed = await post('second-factor/recovery-codes', undefined, cookie);
    expect(renewed.status).toBe(200);
    const [fresh = ''] = (renewed.json?.recoveryCodes ?? []) as string[];
    expect(await statusOf(byCode(await ticketFor('headquarters'), recoveryCodes[0] ?? ''))).toBe('401 SIGN_IN_FAILED');
    expect(await statusOf(byCode(await ticketFor('epidemiologist'), fresh))).toBe('401 SIGN_IN_FAILED');
    expect((await byCode(await ticketFor('headquarters'), fresh)).status).toBe(200);
  });

  it('and the key of an authenticator are on disk sealed or hashed only', async () => {
    const { rows } = await sql<{
      all: string;
    }>`select string_agg(f::text, '') || (select string_agg(c::text, '') from staff_recovery_codes c)
      || (select coalesce(string_agg(x::text, ''), '') from sign_in_tickets x) as all from staff_second_factors f`.execute(t.owner);
    const enrolled = await enrol('street');
    for (const secret of [...enrolled.recoveryCodes, enrolled.secret.toString('base64'), enrolled.secret.toString('hex')])
      expect(rows[0]?.all).not.toContain(secret);
  });
});

describe('another authenticator', () => {
  it('takes the place of the first from the own account, with a fresh proof, and the session gets another token', async () => {
    const enrolled = await enrol('auditor');
    const ticket = String((await post('second-factor/tickets', undefined, enrolled.cookie)).json?.ticket);
    const secret = secretOf((await post('second-factor/enrolments', { ticket })).json);
    const confirmed = await post('second-factor/confirmations', { ticket, code: codeOf(secret) });
    expect(confirmed.status).toBe(200);
    expect(cookieOf(confirmed)).not.toBe(enrolled.cookie);
    t.clock.advance(MINUTE_MS);
    expect([(await me(enrolled.cookie)).status, (await me(cookieOf(confirmed))).status]).toEqual([401, 200]);
    const next = await ticketFor('auditor');
    expect(await statusOf(byCode(next, codeOf(enrolled.secret)))).toBe('401 SIGN_IN_FAILED');
    expect((await byCode(next, codeOf(secret))).status).toBe(200);
    t.clock.advance(11 * MINUTE_MS);
    expect(await statusOf(post('second-factor/tickets', undefined, cookieOf(confirmed)))).toBe('403 PROOF_REQUIRED');
  });

  it('is not brought into force from a session that was revoked meanwhile', async () => {
    const { cookie } = await enrol('venue');
    const ticket = String((await post('second-factor/tickets', undefined, cookie)).json?.ticket);
    const secret = secretOf((await post('second-factor/enrolments', { ticket })).json);
    await t.send('DELETE', '/api/v1/staff/sessions/current', { cookie });
    expect(await statusOf(post('second-factor/confirmations', { ticket, code: codeOf(secret) }))).toBe('401 NOT_SIGNED_IN');
  });
});

it('a second factor that somebody locked is free again when the administrator has reset it, and never keeps a session from proving itself', async () => {
  const [administrator, account] = [await enrol('system'), await enrol('approver')];
  const ticket = await ticketFor(account.username);
  for (let n = 0; n < 5; n += 1) expect(await statusOf(byCode(ticket, '000000'))).toBe('401 SIGN_IN_FAILED');
  expect(await statusOf(byCode(ticket, freshCode(account)))).toBe('429 TOO_MANY_REQUESTS');
  const proof = await post('sessions/current/proof', { proof: freshCode(account) }, account.cookie);
  expect(proof.status).toBe(204);
  const { rows } = await sql<{ id: string }>`select public_id as id from staff_accounts where username = ${account.username}`.execute(
    t.owner,
  );
  const body = { reason: '手机遗失' };
  const reset = `/api/v1/staff-accounts/${rows[0]?.id}/second-factor-reset`;
  expect((await t.send('POST', reset, { cookie: administrator.cookie, body })).status).toBe(200);
  expect((await enrol(account.username)).cookie).not.toBe('');
});
