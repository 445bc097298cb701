import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from './platform/crypto/sealing';
import { MOST_STREAMS_PER_SESSION } from './platform/http/streams';
import { startTestApp, type TestApp } from './testing/test-app';
import type { Followed } from './testing/wire';

const STAFF_FEED = '/api/v1/staff/feed';
const DOOR_FEED = '/api/v1/door/feed';
const SHIFT_MS = 12 * 3_600_000;

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

async function staffId(username: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from staff_accounts where username = ${username}`.execute(t.owner);
  return rows[0]?.id ?? 0;
}

const staffSession = async (username: string) => t.cookie('staff', await staffId(username));
const tokenOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

/** Proof of life: a feed that goes on hears of a notice. */
async function stillHears(feed: Followed): Promise<void> {
  await sql`select pg_notify('list_changes', 'regimes')`.execute(t.running);
  await expect.poll(() => feed.events.some(({ data }) => data.kind === 'regimes'), { timeout: 10_000 }).toBe(true);
  feed.close();
}

describe('a feed ends with the session it began with, at every node, and with no other', () => {
  it('that is signed out', async () => {
    const [leaving, staying] = [await staffSession('data'), await staffSession('data')];
    const feeds = [await t.follow(STAFF_FEED, leaving), await other.follow(STAFF_FEED, leaving)];
    const goesOn = await t.follow(STAFF_FEED, staying);
    await t.send('DELETE', '/api/v1/staff/sessions/current', { cookie: leaving });
    await Promise.all(feeds.map(({ ended }) => ended));
    await stillHears(goesOn);
  });

  it('that is revoked, by whatever program', async () => {
    const cookie = await staffSession('hotline');
    const feed = await t.follow(STAFF_FEED, cookie);
    await sql`delete from sessions where token_hash = ${hashToken(tokenOf(cookie))}`.execute(t.running);
    await feed.ended;
    expect((await t.send('GET', STAFF_FEED, { cookie })).status).toBe(401);
  });

  it('of an account that is suspended, all of them', async () => {
    const feeds = await Promise.all([0, 1].map(async () => await t.follow(STAFF_FEED, await staffSession('street'))));
    const goesOn = await t.follow(STAFF_FEED, await staffSession('approver'));
    await sql`update staff_accounts set suspended_at = now() where username = 'street'`.execute(t.running);
    await Promise.all(feeds.map(({ ended }) => ended));
    await stillHears(goesOn);
  });

  it('of a door screen that is unpaired', async () => {
    const [cookie, staying] = [await t.cookie('door', 1), await t.cookie('door', 1)];
    const [feed, goesOn] = [await t.follow(DOOR_FEED, cookie), await other.follow(DOOR_FEED, staying)];
    await t.send('DELETE', '/api/v1/door/sessions/current', { cookie });
    await feed.ended;
    await expect
      .poll(
        async () => {
          await t.scan(0, 0);
          return goesOn.events.length;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0);
    expect(feed.events).toEqual([]);
    goesOn.close();
  });

  it('that has run out by itself', async () => {
    const feed = await t.follow(STAFF_FEED, await staffSession('dispatcher'));
    t.clock.advance(SHIFT_MS + 1);
    await feed.ended;
  });
});

it('a session holds a few feeds and no more, and is told why', async () => {
  const cookie = await staffSession('auditor');
  const feeds = await Promise.all(Array.from({ length: MOST_STREAMS_PER_SESSION }, () => t.follow(STAFF_FEED, cookie)));
  const refused = await t.send('GET', STAFF_FEED, { cookie });
  expect(refused).toMatchObject({ status: 429, json: { code: 'TOO_MANY_REQUESTS', errors: [{ field: 'stream', code: 'too_many' }] } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const another = await t.follow(STAFF_FEED, await staffSession('auditor'));
  for (const feed of [...feeds, another]) feed.close();
  await Promise.all(feeds.map(({ ended }) => ended));
  await expect.poll(async () => (await t.send('GET', STAFF_FEED, { cookie })).status, { timeout: 10_000 }).toBe(200);
});
