import { ROLE_PRESETS, UNATTENDED_HEADER } from '@tongxing/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DEMO_PASSWORD, demoStaff } from '../demo/public';

const HOUR_MS = 3_600_000;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const signIn = (username: string, password = DEMO_PASSWORD) => t.send('POST', '/api/v1/staff/sessions', { body: { username, password } });
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const me = (cookie: string) => t.send('GET', '/api/v1/staff/me', { cookie });

describe('staff sign-in', () => {
  it('opens every account of the demo with its role, permissions and area', async () => {
    for (const { username, role, areaCode, industry } of demoStaff(t.city)) {
      const answer = await signIn(username);
      expect(answer).toMatchObject({
        status: 200,
        json: { next: 'done', account: { username, role, permissions: [...ROLE_PRESETS[role]] } },
      });
      const { account } = answer.json as unknown as { account: { area: { code: string } | null } };
      expect(account.area?.code ?? null).toBe(industry === undefined ? areaCode : null);
      expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    }
  });

  it('answers alike to a wrong password, an unknown and a suspended account', async () => {
    await sql`update staff_accounts set suspended_at = now() where username = 'hotline'`.execute(t.owner);
    const answers = [await signIn('street', 'wrong'), await signIn('nobody at all'), await signIn('hotline')];
    await sql`update staff_accounts set suspended_at = null where username = 'hotline'`.execute(t.owner);
    for (const answer of answers) expect({ ...answer.json, requestId: '' }).toEqual({ ...answers[0]?.json, requestId: '' });
    expect(answers[0]).toMatchObject({ status: 401, json: { code: 'SIGN_IN_FAILED' } });
    expect(answers[0]?.headers.getSetCookie()).toEqual([]);
  });

  it('takes the password as the hands type it, in any normal form, and nothing near it', async () => {
    expect((await signIn('data', 'ｔｏｎｇｘｉｎｇ-ｄｅｍｏ')).status).toBe(200);
    expect((await signIn('data', `${DEMO_PASSWORD} `)).status).toBe(401);
    expect((await signIn('data', DEMO_PASSWORD.toUpperCase())).status).toBe(401);
  });

  it('makes who guesses wait, also with the right password then, and lets in again later', async () => {
    for (let n = 0; n < 10; n += 1) await signIn('auditor', `guess ${n}`);
    expect(await signIn('auditor')).toMatchObject({ status: 429, json: { code: 'TOO_MANY_REQUESTS' } });
    expect((await signIn('approver')).status).toBe(200);
    t.clock.advance(HOUR_MS / 4 + 1_000);
    expect((await signIn('auditor')).status).toBe(200);
  });
});

describe('a staff session', () => {
  it('ends with the sign-out', async () => {
    const cookie = cookieOf((await signIn('data')).headers);
    expect((await me(cookie)).status).toBe(200);
    expect((await t.send('DELETE', '/api/v1/staff/sessions/current', { cookie })).status).toBe(204);
    expect(await me(cookie)).toMatchObject({ status: 401, json: { code: 'NOT_SIGNED_IN' } });
  });

  it('ends for good the moment the account is suspended', async () => {
    const cookie = cookieOf((await signIn('headquarters')).headers);
    await sql`update staff_accounts set suspended_at = now() where username = 'headquarters'`.execute(t.owner);
    expect((await me(cookie)).status).toBe(401);
    await sql`update staff_accounts set suspended_at = null where username = 'headquarters'`.execute(t.owner);
    expect((await me(cookie)).status).toBe(401);
  });

  it('ends when its role loses a permission', async () => {
    const cookie = cookieOf((await signIn('street')).headers);
    const list = () => t.send('GET', '/api/v1/venues', { cookie });
    expect((await list()).status).toBe(200);
    await sql`update roles set permissions = array_remove(permissions, 'venue.read') where name = 'street_officer'`.execute(t.owner);
    expect(await list()).toMatchObject({ status: 401, json: { code: 'NOT_SIGNED_IN' } });
    await sql`update roles set permissions = array_append(permissions, 'venue.read') where name = 'street_officer'`.execute(t.owner);
  });

  it('ends after a shift of twelve hours, however busy', async () => {
    const cookie = cookieOf((await signIn('data')).headers);
    for (let hours = 0.4; hours < 12; hours += 0.4) {
      t.clock.advance(0.4 * HOUR_MS);
      expect((await me(cookie)).status).toBe(200);
    }
    t.clock.advance(0.4 * HOUR_MS);
    expect((await me(cookie)).status).toBe(401);
  });

  it('ends after half an hour in which nobody worked, with its feeds; a page that refreshes itself is nobody', async () => {
    const [idle, busy] = [cookieOf((await signIn('data')).headers), cookieOf((await signIn('data')).headers)];
    const byItself = (cookie: string) => t.send('GET', '/api/v1/staff/me', { cookie, headers: { [UNATTENDED_HEADER]: '1' } });
    const feed = await t.follow('/api/v1/staff/feed', idle);
    for (let minutes = 0; minutes < 25; minutes += 5) {
      t.clock.advance(5 * 60_000);
      expect([(await byItself(idle)).status, (await me(busy)).status]).toEqual([200, 200]);
    }
    t.clock.advance(6 * 60_000);
    expect([(await byItself(idle)).status, (await byItself(busy)).status]).toEqual([401, 200]);
    await feed.ended;
  });

  it('is in the records whatever its browser says of itself: what was read counts as used, and a command as somebody’s', async () => {
    const headers = { [UNATTENDED_HEADER]: '1' };
    const cookie = await t.extraStaff({ permissions: ['warning.read'], areaCode: '9901' });
    const { id } = (await sql<{ id: number }>`select max(id) as id from staff_accounts`.execute(t.owner)).rows[0] ?? { id: 0 };
    expect((await t.send('GET', '/api/v1/warnings', { cookie, headers })).status).toBe(200);
    const uses = () => sql`select permission from permission_uses where staff_id = ${id}`.execute(t.owner);
    await vi.waitFor(async () => expect((await uses()).rows).toEqual([{ permission: 'warning.read' }]), { timeout: 10_000 });
    // Later than every use before, since the clock of these tests goes on by itself.
    t.clock.advance(2 * 60_000);
    const usedAt = async () =>
      (await sql<{ at: Date }>`select max(last_used_at) as at from sessions where kind = 'staff' and subject_id = ${id}`.execute(t.owner))
        .rows[0]?.at;
    const before = await usedAt();
    const body = { id: '00000000-0000-4000-8000-000000000000' };
    await t.send('POST', '/api/v1/staff/sessions/revocations', { cookie, headers, body });
    await vi.waitFor(async () => expect((await usedAt())?.getTime()).toBeGreaterThan(before?.getTime() ?? Number.POSITIVE_INFINITY));
  });
});
