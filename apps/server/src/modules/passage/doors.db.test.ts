import { CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const VENUE = 0;

async function pairingCode(): Promise<string> {
  const manager = await t.staff('venue_manager');
  const answer = await manager('POST /api/v1/venues/:id/door-pairings', { params: { id: venueAt(t.city, VENUE).publicId } });
  return answer.pairingCode;
}

const pair = (code: string) => t.send('POST', '/api/v1/door/sessions', { body: { pairingCode: code } });
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const paired = async () => cookieOf((await pair(await pairingCode())).headers);
const state = async (cookie: string) => t.clientWith(cookie)('GET /api/v1/door/state');

describe('pairing a door screen', () => {
  it('works with the code its manager sees, once', async () => {
    const code = await pairingCode();
    const answer = await pair(code);
    expect(answer).toMatchObject({ status: 200, json: { venue: { name: venueAt(t.city, VENUE).name } } });
    expect(await pair(code)).toMatchObject({ status: 401, json: { code: 'SIGN_IN_FAILED' } });
  });

  it('works for one of many who use the code at once', async () => {
    const code = await pairingCode();
    const answers = await Promise.all(Array.from({ length: 5 }, () => pair(code)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it('does not work with a wrong code, nor after ten minutes', async () => {
    const code = await pairingCode();
    expect((await pair(String((Number(code) + 1) % 1_000_000).padStart(6, '0'))).status).toBe(401);
    t.clock.advance(600_001);
    expect((await pair(code)).status).toBe(401);
  });

  it('ends when the screen is unpaired', async () => {
    const cookie = await paired();
    expect((await t.send('DELETE', '/api/v1/door/sessions/current', { cookie })).status).toBe(204);
    expect((await t.send('GET', '/api/v1/door/state', { cookie })).status).toBe(401);
  });
});

describe('the screens of a venue', () => {
  const params = () => ({ id: venueAt(t.city, VENUE).publicId });
  const screens = async () => (await (await t.staff('venue_manager'))('GET /api/v1/venues/:id/door-screens', { params: params() })).items;

  it('are listed for its staff, who end one that was lost: at once, with its feed, and with a line in the log', async () => {
    const before = new Set((await screens()).map(({ id }) => id));
    const [lost, kept] = [await paired(), await paired()];
    const [newest, older] = (await screens()).filter(({ id }) => !before.has(id));
    expect([newest, older]).toEqual([
      expect.objectContaining({ id: expect.any(String) }),
      expect.objectContaining({ id: expect.any(String) }),
    ]);
    const feed = await t.follow('/api/v1/door/feed', lost);
    const manager = await t.staff('venue_manager');
    const end = (id = '') =>
      manager('POST /api/v1/venues/:id/door-screens/revocation', { params: params(), body: { id, reason: '平板丢失' } });
    await end(older?.id);
    await feed.ended;
    await expect(state(lost)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(await state(kept)).toMatchObject({ state: 'active' });
    await end(older?.id);
    expect((await screens()).map(({ id }) => id)).not.toContain(older?.id);
    const { rows } = await sql`select reason, after from audit_events where action = 'door.end'`.execute(t.owner);
    expect(rows).toEqual([{ reason: '平板丢失', after: { screen: older?.id } }]);
  });

  it('are not those of another venue', async () => {
    await paired();
    const [own] = await screens();
    const city = t.clientWith(await t.extraStaff({ permissions: ['door.pair'], areaCode: CITY_CODE }));
    await city('POST /api/v1/venues/:id/door-screens/revocation', {
      params: { id: venueAt(t.city, 1).publicId },
      body: { id: own?.id ?? '', reason: '平板丢失' },
    });
    expect((await screens()).map(({ id }) => id)).toContain(own?.id);
  });

  it('say that their venue is suspended', async () => {
    const cookie = await paired();
    const street = await t.staff('street_officer');
    const move = (to: 'suspended' | 'active') =>
      street('POST /api/v1/venues/:id/state', { params: params(), body: { state: to, reason: '消杀' } });
    await move('suspended');
    expect((await state(cookie)).state).toBe('suspended');
    await move('active');
    expect((await state(cookie)).state).toBe('active');
  });
});

describe('a door screen', () => {
  it('is told of every answer at its venue and of no other, without a name or a reason', async () => {
    const cookie = await paired();
    const followed = await t.follow('/api/v1/door/feed', cookie);
    const eventId = t.eventId();
    await t.scan(PERSONAS.green, 1);
    const answer = await t.scan(PERSONAS.red, VENUE, eventId);
    await vi.waitFor(() => expect(followed.events.length).toBeGreaterThan(0));
    expect(followed.events).toEqual([
      {
        name: 'answer',
        data: { eventId, at: answer.recordedAt, verdict: 'stop', advice: answer.advice, checkpoint: null, sign: answer.sign },
      },
    ]);
    const { name, phone, documentNumber } = residentAt(t.city, PERSONAS.red);
    const said = JSON.stringify(followed.events);
    for (const secret of [name, phone, documentNumber, 'HEALTH', 'reason']) expect(said).not.toContain(secret);
    followed.close();
  });

  it('counts today by verdict and shows the last answers, newest first, without a person', async () => {
    const cookie = await paired();
    const before = await state(cookie);
    const ids: string[] = [];
    for (const index of [PERSONAS.green, PERSONAS.yellow, PERSONAS.red, PERSONAS.case]) {
      ids.unshift(t.eventId());
      await t.scan(index, VENUE, ids[0]);
    }
    const after = await state(cookie);
    const difference = (kind: keyof typeof after.totals) => after.totals[kind] - before.totals[kind];
    expect((['pass', 'attention', 'stop', 'unfinished'] as const).map(difference)).toEqual([2, 1, 1, 0]);
    const { last } = after;
    expect(last.slice(0, 4).map((answer) => [answer.eventId, answer.verdict])).toEqual(
      ids.map((id, n) => [id, ['pass', 'stop', 'attention', 'pass'][n]]),
    );
    expect(Object.keys(last[0] ?? {}).sort()).toEqual(['advice', 'at', 'checkpoint', 'eventId', 'sign', 'verdict']);
  });

  it('does not count yesterday', async () => {
    const cookie = await paired();
    const total = async () => Object.values((await state(cookie)).totals).reduce((sum, count) => sum + count, 0);
    const before = await total();
    await t.scan(PERSONAS.green, VENUE, t.eventId(t.clock.now() - 25 * 3_600_000));
    expect(await total()).toBe(before);
  });

  it('shows the figure that the phone shows, and another one tomorrow', async () => {
    const cookie = await paired();
    const { sign } = await t.scan(PERSONAS.green, VENUE);
    expect((await state(cookie)).sign).toBe(sign);
    t.clock.advance(24 * 3_600_000);
    expect((await state(cookie)).sign).not.toBe(sign);
  });
});
