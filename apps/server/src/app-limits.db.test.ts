import { PERSONAS } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_PUBLIC_REQUESTS_PER_MINUTE: '5' } });
});
afterAll(() => t.stop());

describe('limits', () => {
  it('of a route that anybody may call say when to come back, and hold nobody else up', async () => {
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await t.send('GET', '/api/v1/openness'));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers.at(-1)).toMatchObject({ type: expect.stringContaining('problem+json'), json: { code: 'TOO_MANY_REQUESTS' } });
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toSatisfy((seconds: number) => seconds > 0 && seconds <= 60);
    expect(await t.scan(PERSONAS.green, 0)).toMatchObject({ verdict: 'pass' });
  });

  it('cannot be got round by an address that the caller invents', async () => {
    const answers = [];
    for (let n = 0; n < 7; n += 1)
      answers.push(await t.send('GET', '/api/v1/divisions', { headers: { 'x-forwarded-for': `203.0.113.${n}` } }));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(2);
  });

  it('of unknown paths end a search for addresses', async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, (_, n) => t.send('GET', `/api/v1/secret-${n}`)));
    expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThanOrEqual(10);
  });
});
