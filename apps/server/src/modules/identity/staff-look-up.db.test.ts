import { randomUUID } from 'node:crypto';
import { CITY_CODE, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { personToken } from '../audit/public';

const HOUR_MS = 3_600_000;
const NOBODYS = { documentType: 'foreign_passport', documentNumber: 'ZZ9999999' };

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const documentOf = (index: number) => {
  const { documentType, documentNumber } = residentAt(t.city, index);
  return { documentType, documentNumber };
};
const ago = (ms: number) => new Date(t.clock.now() - ms).toISOString();
const caseOf = (id: string, document: object) => ({
  id,
  ...document,
  confirmedAt: ago(HOUR_MS),
  onsetAt: ago(2 * HOUR_MS),
  evidenceReference: 'LAB-0001',
});
const evidenceOf = (id: string, document: object) => ({
  id,
  ...document,
  kind: 'close_contact',
  source: '疾控 3 号',
  sampledAt: ago(HOUR_MS),
});

/** Whom an account looked up since an event: tokens, or nothing for nobody. */
async function looksSince(since: number): Promise<(string | null)[]> {
  const { rows } = await sql<{ token: string | null }>`select encode(person, 'hex') as token from audit_events
    where action in ('person.find', 'audit.find') and id > ${since} order by id`.execute(t.owner);
  return rows.map(({ token }) => token);
}
const newest = async () => {
  const { rows } = await sql<{ id: number }>`select max(id) as id from audit_events`.execute(t.owner);
  return rows[0]?.id ?? 0;
};
const tokenOf = async (index: number) => personToken(t.vault, await t.personId(index)).toString('hex');
const account = async (permissions: Parameters<TestApp['extraStaff']>[0]['permissions']) =>
  t.extraStaff({ permissions, areaCode: CITY_CODE });
const post = async (path: string, cookie: string, body: object) => (await t.send('POST', path, { cookie, body })).status;

describe.each([
  { what: 'a case', path: '/api/v1/cases', permission: 'case.create', bodyOf: caseOf },
  { what: 'evidence', path: '/api/v1/health-evidence', permission: 'evidence.create', bodyOf: evidenceOf },
] as const)('documents tried against $what', ({ path, permission, bodyOf }) => {
  it('of somebody else learn nothing: right, wrong and nobody’s are refused alike, without a look', async () => {
    const [author, guesser] = [await account([permission]), await account([permission])];
    const id = randomUUID();
    expect(await post(path, author, bodyOf(id, documentOf(20)))).toBe(201);
    const before = await newest();
    const tried = [documentOf(20), documentOf(21), NOBODYS];
    expect(await Promise.all(tried.map((document) => post(path, guesser, bodyOf(id, document))))).toEqual([409, 409, 409]);
    expect(await looksSince(before)).toEqual([]);
    // Whoever entered it may repeat it.
    expect(await post(path, author, bodyOf(id, documentOf(20)))).toBe(201);
  });

  it('of one’s own are each in the log, whoever was found and when nobody was', async () => {
    const author = await account([permission]);
    const before = await newest();
    const id = randomUUID();
    const tried = [documentOf(22), documentOf(23), NOBODYS];
    const answers: number[] = [];
    for (const document of tried) answers.push(await post(path, author, bodyOf(id, document)));
    expect(answers).toEqual([201, 409, 422]);
    expect(await looksSince(before)).toEqual([await tokenOf(22), await tokenOf(23), null]);
  });

  it('end after thirty in a minute', async () => {
    const guesser = await account([permission]);
    const answers = new Map<number, number>();
    for (let n = 0; n < 40; n += 1) {
      const status = await post(path, guesser, bodyOf(randomUUID(), NOBODYS));
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(answers)).toEqual({ 422: 30, 429: 10 });
  });
});

it('three hundred looks are the most of a day', async () => {
  const guesser = await account(['audit.read']);
  let found = 0;
  for (let minute = 0; minute < 12; minute += 1) {
    for (let n = 0; n < 30; n += 1) if ((await post('/api/v1/audit-tokens', guesser, NOBODYS)) === 422) found += 1;
    t.clock.advance(61_000);
  }
  expect(found).toBe(300);
});

it('the auditor who finds nobody has looked, too', async () => {
  const auditor = await account(['audit.read']);
  const before = await newest();
  expect(await post('/api/v1/audit-tokens', auditor, NOBODYS)).toBe(422);
  expect(await post('/api/v1/audit-tokens', auditor, documentOf(24))).toBe(200);
  expect(await looksSince(before)).toEqual([null, await tokenOf(24)]);
});

it('a number of nobody, and too many of them, are among the refusals that are kept, once a minute and not once a try', async () => {
  const guesser = await account(['case.create']);
  const { username } = await t.clientWith(guesser)('GET /api/v1/staff/me');
  for (let n = 0; n < 35; n += 1) await post('/api/v1/cases', guesser, caseOf(randomUUID(), NOBODYS));
  const { rows } = await sql<{ reason: string }>`select reason from audit_events
    where action = 'request.refuse' and actor = ${username} order by id`.execute(t.owner);
  expect(rows.map(({ reason }) => reason)).toEqual(['PERSON_UNKNOWN', 'TOO_MANY_REQUESTS']);
});
