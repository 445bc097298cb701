import { endpoints } from '@tongxing/contract';
import { makeCity, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from './modules/demo/public';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_PUBLIC_URL: 'https://pass.example' } });
});
afterAll(() => t.stop());

const PREFIX = '__Host-';
const plain = (cookie: string) => cookie.replace(PREFIX, '');
/** Plain JSON takes the short way; with a charset the framework takes it. */
const WAYS = ['application/json', 'application/json; charset=utf-8'];

async function statuses(path: string, body: () => object, cookie: string): Promise<number[]> {
  const found = [];
  for (const way of WAYS) {
    t.clock.advance(5_000);
    const answer = await fetch(`${t.origin}${path}`, {
      method: 'POST',
      body: JSON.stringify(body()),
      headers: { 'content-type': way, cookie },
    });
    await answer.body?.cancel();
    found.push(answer.status);
  }
  return found;
}

describe('behind HTTPS', () => {
  it('a session is set under the name that only this host can set, and ended under it', async () => {
    const signedIn = await t.send('POST', '/api/v1/staff/sessions', { body: { username: 'data', password: DEMO_PASSWORD } });
    const [set = ''] = signedIn.headers.getSetCookie();
    expect(set).toMatch(/^__Host-tongxing_staff=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const [cookie = ''] = set.split(';');
    expect((await t.send('GET', '/api/v1/staff/me', { cookie: plain(cookie) })).status).toBe(401);
    expect((await t.send('GET', '/api/v1/staff/me', { cookie })).status).toBe(200);
    const ended = await t.send('DELETE', '/api/v1/staff/sessions/current', { cookie });
    expect(ended.headers.getSetCookie()[0]).toMatch(/^__Host-tongxing_staff=; Max-Age=0; .*Secure/);
  });

  it('a scan of a resident knows this name alone, on the short way and on the ordinary one', async () => {
    const cookie = await t.residentCookie(PERSONAS.green);
    const scan = () => ({ eventId: t.eventId(), code: venueAt(t.city, 0).code });
    expect(cookie.startsWith(PREFIX)).toBe(true);
    expect(await statuses(endpoints.scan.path, scan, cookie)).toEqual([200, 200]);
    expect(await statuses(endpoints.scan.path, scan, plain(cookie))).toEqual([401, 401]);
    // A neighbouring host can plant the plain name beside it: it changes nothing.
    const planted = `${plain(await t.residentCookie(PERSONAS.red))}; ${cookie}`;
    expect(await (await t.send('GET', '/api/v1/me', { cookie: planted })).json).toEqual(
      (await t.send('GET', '/api/v1/me', { cookie })).json,
    );
  });

  it('so does an entry keyed by staff, and a door', async () => {
    const { documentNumber } = residentAt(makeCity({ size: 'tiny' }), PERSONAS.green);
    const keyed = () => ({ eventId: t.eventId(), documentType: 'resident_id', documentNumber });
    const path = endpoints.keyEntry.path.replace(':id', venueAt(t.city, 0).publicId);
    const desk = await t.staffCookie('venue_manager');
    expect(await statuses(path, keyed, desk)).toEqual([200, 200]);
    expect(await statuses(path, keyed, plain(desk))).toEqual([401, 401]);
    const { rows } = await sql<{ id: number }>`select id from venues limit 1`.execute(t.owner);
    const door = await t.cookie('door', rows[0]?.id ?? 0);
    const ask = async (cookie: string) => (await t.send('GET', endpoints.getDoor.path, { cookie })).status;
    expect([await ask(door), await ask(plain(door))]).toEqual([200, 401]);
  });

  it("and the API's document says so", async () => {
    const document = (await t.send('GET', '/api/v1/openapi.json')).json as { components: { securitySchemes: object } };
    expect(document.components.securitySchemes).toMatchObject({ resident: { name: '__Host-tongxing_resident' } });
  });
});
