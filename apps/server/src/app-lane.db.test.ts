import { endpoints } from '@tongxing/contract';
import { makeCity, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
let cookie: string;
beforeAll(async () => {
  t = await startTestApp();
  cookie = await t.residentCookie(PERSONAS.green);
});
afterAll(() => t.stop());

/** Plain JSON takes the short way; with a charset the framework takes it. */
const WAYS = ['application/json', 'application/json; charset=utf-8'];

async function send(contentType: string, body: string, headers: Record<string, string>, path: string = endpoints.scan.path) {
  const answer = await fetch(`${t.origin}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType, ...headers },
  });
  const { requestId: _, recordedAt: __, eventId: ___, at: ____, ...json } = (await answer.json()) as Record<string, unknown>;
  const kept = ['content-type', 'cache-control', 'x-content-type-options'].map((name) => answer.headers.get(name));
  return { status: answer.status, kept, json };
}

const code = (): string => venueAt(t.city, 0).code;
const good = (): { eventId: string; code: string } => ({ eventId: t.eventId(), code: code() });

const CASES: readonly (readonly [string, () => unknown, Record<string, string>])[] = [
  ['that is good', good, {}],
  ['in English', () => ({ eventId: 'x', code: code() }), { 'accept-language': 'en' }],
  ['with an unknown code', () => ({ eventId: t.eventId(), code: '0000000000000' }), {}],
  ['of last year', () => ({ eventId: '01938f00-0000-7000-8000-000000000000', code: code() }), {}],
  ['without a field', () => ({ code: code() }), {}],
  ['with a field too much', () => ({ eventId: t.eventId(), code: code(), note: '备注' }), {}],
  ['that is a list', () => [], {}],
  ['that is null', () => null, {}],
  ['from another site', good, { 'sec-fetch-site': 'cross-site' }],
  ['of nobody', good, { cookie: '' }],
  ['with a forged session', good, { cookie: `tongxing_resident=${'A'.repeat(66)}` }],
];

describe('a scan is answered alike by the short way and by the framework', () => {
  it.each(CASES)('%s', async (_, body, headers) => {
    const answers = [];
    for (const way of WAYS) answers.push(await send(way, JSON.stringify(body()), { cookie, ...headers }));
    expect(answers[0]).toEqual(answers[1]);
  });

  it.each(['', '{', '"text"', '{"a":1}{"b":2}'])('whose body is %o', async (body) => {
    const answers = [];
    for (const way of WAYS) answers.push(await send(way, body, { cookie }));
    expect(answers[0]?.status).toBe(answers[1]?.status);
    expect(answers[0]?.json.code).toBe(answers[1]?.json.code);
  });

  it('by an answer that keeps to its declaration', async () => {
    const answer = await fetch(`${t.origin}${endpoints.scan.path}`, {
      method: 'POST',
      body: JSON.stringify(good()),
      headers: { 'content-type': 'application/json', cookie },
    });
    const json = await answer.json();
    expect(endpoints.scan.response.strict().parse(json)).toEqual(json);
  });
});

describe('an entry keyed by staff is answered alike by both', () => {
  const { documentNumber } = residentAt(makeCity({ size: 'tiny' }), PERSONAS.green);
  const keyed = () => ({ eventId: t.eventId(), documentType: 'resident_id', documentNumber });
  const at = (venueId: string) => endpoints.keyEntry.path.replace(':id', venueId);
  const own = () => at(venueAt(t.city, 0).publicId);

  it.each<readonly [string, number, () => object, () => string]>([
    ['that is good', 200, keyed, own],
    ['at another venue', 404, keyed, () => at(venueAt(t.city, 1).publicId)],
    ['at a venue whose id is none', 400, keyed, () => at('7')],
    ['of a document that is none', 400, () => ({ ...keyed(), documentNumber: '1' }), own],
    ['without a field', 400, () => ({ eventId: t.eventId() }), own],
  ])('%s: %i', async (_, status, body, path) => {
    // Two a second are keyed at most.
    t.clock.advance(5_000);
    const desk = await t.staffCookie('venue_manager');
    const answers = [];
    for (const way of WAYS) answers.push(await send(way, JSON.stringify(body()), { cookie: desk }, path()));
    expect(answers[0]?.status).toBe(status);
    expect(answers[0]).toEqual(answers[1]);
  });

  it.each(['street_officer', undefined] as const)('by %s, who may not', async (role) => {
    const desk = role === undefined ? '' : await t.staffCookie(role);
    const answers = [];
    for (const way of WAYS) answers.push(await send(way, JSON.stringify(keyed()), { cookie: desk }, own()));
    expect(answers[0]?.status).toBe(role === undefined ? 401 : 403);
    expect(answers[0]).toEqual(answers[1]);
  });
});
