import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENDPOINTS, everybody, pathOf, sampleBodies } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';
import type { Answer } from './testing/wire';

const ORIGIN = 'https://pass.example';
/** Of the lane, whose answers no browser shows as a page. */
const ON_THE_LANE = ['scan', 'verifyAtDevice', 'keyEntry'];

let t: TestApp;
let shown: Awaited<ReturnType<typeof everybody>>;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_PUBLIC_URL: ORIGIN } });
  shown = await everybody(t);
});
afterAll(() => t.stop());

const ask = ({ name, endpoint }: (typeof ALL_ENDPOINTS)[number], who: object): Promise<Answer> => {
  const samples: Readonly<Record<string, object>> = sampleBodies(t);
  return t.send(endpoint.method, pathOf(endpoint.path), { ...who, ...(name in samples ? { body: samples[name] } : {}) });
};

describe('the headers of every answer', () => {
  it.each(ALL_ENDPOINTS)('$name: kept by no cache, framed by nobody, read by no other site', async (route) => {
    for (const { headers } of [await ask(route, shown[route.endpoint.access.who]), await ask(route, {})]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
      if (ON_THE_LANE.includes(route.name)) continue;
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=(self)');
    }
  });

  it('HTTPS is demanded only where it is spoken', async () => {
    const plain = await startTestApp();
    expect((await plain.send('GET', '/api/v1/system')).headers.get('strict-transport-security')).toBeNull();
    await plain.stop();
  });
});
