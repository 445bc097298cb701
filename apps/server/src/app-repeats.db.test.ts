import { randomUUID } from 'node:crypto';
import { NOTICE_VERSION } from '@tongxing/rules';
import { PERSONAS, venueAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBodies } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

describe('an id that was used before', () => {
  it('records no other consent, and says so: a withdrawal is never lost in silence', async () => {
    const [cookie, other] = [await t.residentCookie(PERSONAS.green), await t.residentCookie(PERSONAS.red)];
    const consent = { id: randomUUID(), kind: 'sensitive', version: NOTICE_VERSION, given: true };
    const say = (as: string, body: object) => t.send('POST', '/api/v1/me/consents', { cookie: as, body });
    expect([(await say(cookie, consent)).status, (await say(cookie, consent)).status]).toEqual([201, 201]);
    for (const [as, body] of [
      [cookie, { ...consent, given: false }],
      [other, consent],
    ] as const)
      expect(await say(as, body)).toMatchObject({ status: 409, json: { code: 'STATE_CONFLICT' } });
  });

  it('makes no other venue, and says so', async () => {
    const street = await t.staff('street_officer');
    const { divisionCode } = venueAt(t.city, 0);
    const body = { ...sampleBodies(t).createVenue, divisionCode };
    const made = await street('POST /api/v1/venues', { body });
    expect((await street('POST /api/v1/venues', { body })).code).toBe(made.code);
    for (const changed of [{ name: '另一站' }, { contactPhone: '13900000009' }, { scene: 'station' as const }])
      await expect(street('POST /api/v1/venues', { body: { ...body, ...changed } })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('an address', () => {
  it.each(['/console/assets/%2e%2e/keys.json', '/m/assets/..%2f..%2fkeys.json', '/%'])('such as %s is not there', async (path) => {
    expect(await t.send('GET', path)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('with HTTPS is the only one whose pages may write, whatever `Host` says', async () => {
    const secure = await startTestApp({ settings: { TONGXING_PUBLIC_URL: 'https://tongxing.example' } });
    try {
      const from = (origin: string) =>
        secure.send('POST', '/api/v1/sign-in/codes', { body: { phone: 'x' }, headers: { origin, host: 'evil.example' } });
      expect(await from('http://evil.example')).toMatchObject({ status: 403, json: { code: 'CROSS_SITE' } });
      expect((await from('https://evil.example')).status).toBe(403);
      expect((await from('https://tongxing.example')).status).toBe(400);
    } finally {
      await secure.stop();
    }
  });
});
