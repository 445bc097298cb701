import type { ApiError } from '@tongxing/contract/client';
import { NOTICE_VERSION } from '@tongxing/rules';
import { makeCity, PERSONAS, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** People of a larger city: nobody here is registered with their documents. */
const OTHERS = makeCity({ size: 'small' });

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

let numbers = 0;
/** A telephone that never signed in. */
const freshPhone = () => `139${String(numbers++).padStart(8, '0')}`;

const ask = (phone: string, headers?: Record<string, string>) =>
  t.send('POST', '/api/v1/sign-in/codes', { body: { phone }, ...(headers === undefined ? {} : { headers }) });
const enter = (phone: string, code: string) => t.send('POST', '/api/v1/sign-in/sessions', { body: { phone, code } });

/** The code as it arrived at the telephone. */
async function codeAt(phone: string): Promise<string> {
  const before = t.smsCentre.inbox({ to: phone }).length;
  expect((await ask(phone)).status).toBe(202);
  await vi.waitFor(() => expect(t.smsCentre.inbox({ to: phone }).length).toBe(before + 1), { timeout: 5_000 });
  return /\d{6}/.exec(t.smsCentre.inbox({ to: phone })[0]?.text ?? '')?.[0] ?? '';
}

const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function signedIn(phone = freshPhone()): Promise<string> {
  return cookieOf((await enter(phone, await codeAt(phone))).headers);
}

describe('sign-in by SMS', () => {
  it('lets in with the code that arrived, once, in a cookie no script can read', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone);
    const answer = await enter(phone, code);
    expect(answer).toMatchObject({ status: 200, json: { registered: false } });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^tongxing_resident=[\w-]{66}; .*HttpOnly; SameSite=Lax$/);
    expect(await t.send('GET', '/api/v1/me', { cookie: cookieOf(answer.headers) })).toMatchObject({
      status: 200,
      json: { registered: false, health: null },
    });
    expect(await enter(phone, code)).toMatchObject({ status: 401, json: { code: 'SIGN_IN_FAILED' } });
  });

  it('writes the text in the language asked for, with the code only', async () => {
    const phone = freshPhone();
    await ask(phone, { 'accept-language': 'zh-CN' });
    await vi.waitFor(() => expect(t.smsCentre.inbox({ to: phone })[0]?.text).toMatch(/^【通行】登录验证码 \d{6}，5 分钟内有效/), {
      timeout: 5_000,
    });
  });

  it('ends the code after five wrong tries, also for the right one', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone);
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter(phone, another(code))));
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401]);
    expect(await enter(phone, code)).toMatchObject({ status: 401, json: { code: 'SIGN_IN_FAILED' } });
  });

  it('still lets in after four wrong tries', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone);
    await Promise.all(Array.from({ length: 4 }, () => enter(phone, another(code))));
    expect((await enter(phone, code)).status).toBe(200);
  });

  it('lets one in when the right code comes many times at once', async () => {
    const phone = freshPhone();
    const code = await codeAt(phone);
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter(phone, code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('does not let in with the code of another number, or an expired one', async () => {
    const [phone, other] = [freshPhone(), freshPhone()];
    const code = await codeAt(phone);
    await codeAt(other);
    expect((await enter(other, code)).status).toBe(401);
    t.clock.advance(5 * MINUTE_MS);
    expect((await enter(phone, code)).status).toBe(401);
  });

  it('replaces the code by the next one', async () => {
    const phone = freshPhone();
    const first = await codeAt(phone);
    t.clock.advance(MINUTE_MS + 1);
    const second = await codeAt(phone);
    if (first !== second) expect((await enter(phone, first)).status).toBe(401);
    expect((await enter(phone, second)).status).toBe(200);
  });
});

describe('asking for a code', () => {
  it('is answered alike, byte for byte, whether the number is known or not', async () => {
    const [known, unknown] = [await ask(residentAt(t.city, 50).phone), await ask(freshPhone())];
    expect(known.text).toBe(unknown.text);
    expect([known.status, known.type]).toEqual([unknown.status, unknown.type]);
    const [wrongKnown, wrongUnknown] = [await enter(residentAt(t.city, 51).phone, '000000'), await enter(freshPhone(), '000000')];
    const without = ({ json }: typeof known) => ({ ...json, requestId: '' });
    expect(without(wrongKnown)).toEqual(without(wrongUnknown));
  });

  it('is possible once a minute, however many ask at once', async () => {
    const phone = freshPhone();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(phone)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 429, 429, 429, 429, 429, 429, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.json).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 55 && seconds <= 60),
    });
    expect(refused?.headers.get('retry-after')).toBe(String(refused?.json?.retryAfterSeconds));
  });

  it('is possible five times an hour and ten times a day', async () => {
    const phone = freshPhone();
    const tries = async (count: number) => {
      let sent = 0;
      for (let n = 0; n < count; n += 1) {
        if ((await ask(phone)).status === 202) sent += 1;
        t.clock.advance(MINUTE_MS + 1);
      }
      return sent;
    };
    expect(await tries(7)).toBe(5);
    t.clock.advance(HOUR_MS);
    expect(await tries(7)).toBe(5);
    t.clock.advance(HOUR_MS);
    expect(await tries(2)).toBe(0);
  });
});

describe('asking from one address', () => {
  it('ends at the limit of the address, whatever the numbers', async () => {
    const limited = await startTestApp({ settings: { TONGXING_SIGN_IN_CODES_PER_ADDRESS_HOUR: '3' } });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1)
        statuses.push((await limited.send('POST', '/api/v1/sign-in/codes', { body: { phone: freshPhone() } })).status);
      expect(statuses).toEqual([202, 202, 202, 429, 429]);
    } finally {
      await limited.stop();
    }
  });
});

describe('registration', () => {
  const { name, documentType, documentNumber } = residentAt(OTHERS, 6_000);
  const good = { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: true };
  const last = documentNumber.slice(-1);
  let cookie: string;
  beforeEach(async () => {
    cookie ??= await signedIn();
  });
  const register = (body: unknown, language = 'en', as = cookie) =>
    t.send('POST', '/api/v1/me/registration', { cookie: as, body, headers: { 'accept-language': language } });

  it.each([
    [
      'a wrong check digit',
      { documentNumber: documentNumber.slice(0, -1) + (last === '1' ? '2' : '1') },
      'documentNumber',
      'document_check_digit',
    ],
    [
      'an impossible birth date',
      { documentNumber: `${documentNumber.slice(0, 10)}1345${documentNumber.slice(14)}` },
      'documentNumber',
      'document_birth_date',
    ],
    ['letters for a number', { documentNumber: 'ABCDEFGH' }, 'documentNumber', 'document_format'],
    ['a digit in the name', { name: '李3' }, 'name', 'name_characters'],
    ['a formula for a name', { name: '=1+1' }, 'name', 'name_characters'],
    ['a name of one character', { name: '李' }, 'name', 'too_short'],
    ['a document there is not', { documentType: 'library_card' }, 'documentType', 'not_allowed'],
    ['a field there is not', { age: 7 }, 'age', 'unknown_field'],
    ['no name', { name: undefined }, 'name', 'required'],
    ['a number for a name', { name: 7 }, 'name', 'wrong_type'],
  ])('with %s names the field, in both languages', async (_, change, field, code) => {
    const [en, zh] = [await register({ ...good, ...change }), await register({ ...good, ...change }, 'zh-CN')];
    expect(en).toMatchObject({
      status: 400,
      json: { code: 'INVALID_REQUEST', errors: [{ field, code, message: expect.stringMatching(/^[\x20-\x7e]+$/) }] },
    });
    expect(zh).toMatchObject({ status: 400, json: { errors: [{ field, code, message: expect.stringMatching(/\p{Script=Han}/u) }] } });
  });

  it('must come before a scan, and then one can scan', async () => {
    const scan = async (as = cookie) =>
      t.send('POST', '/api/v1/scans', { cookie: as, body: { eventId: t.eventId(), code: '0000000000000' } });
    expect(await scan()).toMatchObject({ status: 403, json: { code: 'REGISTRATION_REQUIRED' } });
    const registered = await register(good);
    expect(registered).toMatchObject({
      status: 201,
      json: { registered: true, name: `${name.slice(0, 1)}**`, health: { colour: 'green' } },
    });
    // The token from before is over.
    expect(await scan()).toMatchObject({ status: 401 });
    cookie = cookieOf(registered.headers);
    expect(await scan(cookie)).toMatchObject({ status: 404 });
  });

  it('is possible once for a telephone and once for a document', async () => {
    const another = residentAt(OTHERS, 6_001);
    expect(await register({ ...good, documentNumber: another.documentNumber })).toMatchObject({
      status: 409,
      json: { code: 'ALREADY_REGISTERED' },
    });
    const fresh = await signedIn();
    expect(await register(good, 'en', fresh)).toMatchObject({ status: 409, json: { code: 'ALREADY_REGISTERED' } });
    expect((await t.send('GET', '/api/v1/me', { cookie: fresh })).json).toMatchObject({ registered: false });
  });

  it('is tried ten times a day at most: whose documents are registered is not for anybody to find out', async () => {
    const fresh = await signedIn();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await register(good, 'en', fresh)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 409), 429, 429]);
  });

  it('is done once however often the form is sent at the same time', async () => {
    const fresh = await signedIn();
    const { name: other, documentNumber: number } = residentAt(OTHERS, 6_002);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => register({ ...good, name: other, documentNumber: number }, 'en', fresh)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await t.count('persons', sql`document_index = ${t.vault.index('document', `resident_id:${number}`)}`)).toBe(1);
  });

  it('takes the document however it is typed, and knows it again', async () => {
    const typed = `${documentNumber.slice(0, 6)} ${documentNumber.slice(6, 14)} ${documentNumber.slice(14).toLowerCase()}`;
    expect(await register({ ...good, documentNumber: typed }, 'en', await signedIn())).toMatchObject({ status: 409 });
  });
});

describe('a session', () => {
  it('ends with the sign-out, at once', async () => {
    const cookie = await signedIn();
    const answer = await t.send('DELETE', '/api/v1/sign-in/sessions/current', { cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^tongxing_resident=;/);
    expect(await t.send('GET', '/api/v1/me', { cookie })).toMatchObject({ status: 401, json: { code: 'NOT_SIGNED_IN' } });
  });

  it('ends by itself after four weeks', async () => {
    const cookie = await signedIn();
    t.clock.advance(28 * 24 * HOUR_MS - MINUTE_MS);
    expect((await t.send('GET', '/api/v1/me', { cookie })).status).toBe(200);
    t.clock.advance(2 * MINUTE_MS);
    expect((await t.send('GET', '/api/v1/me', { cookie })).status).toBe(401);
  });

  it('is kept as a hash only', async () => {
    const token = (await signedIn()).split('=')[1] ?? '';
    const { rows } = await sql<{ text: string }>`select sessions::text as text from sessions`.execute(t.owner);
    const found = rows.filter((row) => row.text.includes(token) || row.text.includes(Buffer.from(token).toString('hex')));
    expect(found).toEqual([]);
  });

  it('shows the own identity masked', async () => {
    const { phone, documentNumber: number, name: own } = residentAt(t.city, PERSONAS.green);
    const text = JSON.stringify(await (await t.resident(PERSONAS.green))('GET /api/v1/me').catch((error: ApiError) => error));
    for (const secret of [phone, number, own]) expect(text).not.toContain(secret);
  });
});
