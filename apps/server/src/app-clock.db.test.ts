import { NOTICE_VERSION } from '@tongxing/rules';
import { CITY_CODE } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countAttempt } from './platform/attempt-limits';
import { startTestApp, type TestApp } from './testing/test-app';

const YEAR_MS = 365 * 86_400_000;
const HOUR_MS = 3_600_000;

/** What a clock that was a year ahead for a moment wrote, and what is left of it when the clock is right again. */
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

async function whileAhead<T>(work: () => Promise<T>): Promise<T> {
  t.clock.advance(YEAR_MS);
  try {
    return await work();
  } finally {
    t.clock.advance(-YEAR_MS);
  }
}

it('a session of any kind that began then holds for nobody', async () => {
  const venue = await sql<{ id: number }>`select id from venues limit 1`.execute(t.owner);
  const cookies = await whileAhead(async () => [
    { path: '/api/v1/staff/me', cookie: await t.staffCookie('audit_admin') },
    { path: '/api/v1/me', cookie: await t.residentCookie(3) },
    { path: '/api/v1/door/state', cookie: await t.cookie('door', venue.rows[0]?.id ?? 0) },
  ]);
  for (const { path, cookie } of cookies) expect([path, (await t.send('GET', path, { cookie })).status]).toEqual([path, 401]);
});

it('a use that was noted then does not keep a session alive for longer', async () => {
  const cookie = await t.extraStaff({ permissions: ['audit.read'], areaCode: CITY_CODE });
  const ahead = new Date(t.clock.now() + YEAR_MS);
  await sql`update sessions set last_used_at = ${ahead} where kind = 'staff'`.execute(t.owner);
  expect((await t.send('GET', '/api/v1/staff/me', { cookie })).status).toBe(200);
  await expect
    .poll(() =>
      t.count(
        'sessions',
        sql`last_used_at = ${ahead} and subject_id = (
    select subject_id from sessions order by created_at desc limit 1)`,
      ),
    )
    .toBe(0);
});

it('a code that was asked for then does not keep a number from signing in', async () => {
  const phone = '13911130001';
  const ask = async () => (await t.send('POST', '/api/v1/sign-in/codes', { body: { phone } })).status;
  expect(await whileAhead(ask)).toBe(202);
  expect([await ask(), await ask()]).toEqual([202, 429]);
});

it('an attempt that was counted then is forgotten with those of now', async () => {
  const context = { db: t.owner, vault: t.vault, clock: t.clock };
  const rule = { name: 'test', most: 1, periodMs: HOUR_MS };
  await whileAhead(() => countAttempt(context, rule, 'a'));
  expect(await countAttempt(context, rule, 'a')).toBeGreaterThan(0);
  t.clock.advance(HOUR_MS + 1_000);
  expect(await countAttempt(context, rule, 'a')).toBe(0);
});

it('a consent that was given then does not outlive its withdrawal', async () => {
  const { rows } = await sql<{ id: number }>`select id from resident_accounts where person_id = ${await t.personId(30)}`.execute(t.owner);
  const say = async (given: boolean) => {
    const client = t.clientWith(await t.cookie('resident', rows[0]?.id ?? 0));
    const body = { id: crypto.randomUUID(), kind: 'sensitive' as const, version: NOTICE_VERSION, given };
    return (await client('POST /api/v1/me/consents', { body })).sensitive;
  };
  await whileAhead(() => say(true));
  expect(await say(false)).toBe(false);
});
