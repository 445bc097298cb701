import { type EndpointName, ERROR_STATUS } from '@tongxing/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENDPOINTS, everybody, pathOf, type Shown, sampleBodies } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';
import type { Answer, Sent } from './testing/wire';

let t: TestApp;
let shown: Awaited<ReturnType<typeof everybody>>;
let samples: Partial<Record<EndpointName, object>>;
beforeAll(async () => {
  t = await startTestApp();
  shown = await everybody(t);
  samples = sampleBodies(t);
});
afterAll(() => t.stop());

type Named = (typeof ALL_ENDPOINTS)[number];
const call = ({ endpoint }: Named, sent: Sent, path = pathOf(endpoint.path)) => {
  const who: Shown = shown[endpoint.access.who];
  return t.send(endpoint.method, path, { ...who, ...sent, headers: { ...who.headers, ...sent.headers } });
};

/** A refusal in the declared form, with a code of the list and its status; never a failure of ours. */
function expectProblem(answer: Answer, said: string): void {
  const { status, type, json } = answer;
  expect(status, said).toSatisfy((one: number) => one >= 400 && one < 500);
  expect(type, said).toContain('application/problem+json');
  const code = String(json?.code);
  expect(Object.keys(ERROR_STATUS), said).toContain(code);
  expect(ERROR_STATUS[code as keyof typeof ERROR_STATUS], said).toBe(status);
  expect(`${json?.title}${json?.detail}`, said).not.toMatch(/undefined|\{\{|error\.|at \//);
}

/** Answered, in whatever way, but not by a failure of ours. */
function expectNoFailure(answer: Answer, said: string): void {
  if (answer.status >= 400) expectProblem(answer, said);
}

const withBody = ALL_ENDPOINTS.filter(({ endpoint }) => 'body' in endpoint);
const LONG = 'x'.repeat(50_000);
const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

const BROKEN: readonly [string, Sent][] = [
  ['nothing', { raw: '' }],
  ['half an object', { raw: '{"a":' }],
  ['text', { raw: 'hello' }],
  ['NaN', { raw: '{"a":NaN}' }],
  ['two objects', { raw: '{}{}' }],
  ['null', { raw: 'null' }],
  ['a number', { raw: '1' }],
  ['a string', { raw: '"x"' }],
  ['a list', { raw: '[]' }],
  ['an empty object', { raw: '{}' }],
  ['deep nesting', { raw: `{"a":${DEEP}}` }],
  ['a poisoned prototype', { raw: '{"__proto__":{"phone":"1"}}' }],
  ['a poisoned constructor', { raw: '{"constructor":{"prototype":{"a":1}}}' }],
  ['bytes that are no UTF-8', { raw: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }],
  ['too much', { raw: JSON.stringify({ a: 'x'.repeat(70_000) }) }],
  ['plain text', { raw: '{}', headers: { 'content-type': 'text/plain' } }],
  ['a form', { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['a file', { raw: '--x\r\n\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
  ['a strange content type', { raw: '{}', headers: { 'content-type': ';;;' } }],
  ['an encoding we do not read', { raw: '{}', headers: { 'content-encoding': 'gzip', 'content-type': 'application/gzip' } }],
];

const isEmptyAllowed = (name: string, sent: Sent) => name === 'acknowledgeWarning' && sent.raw === '{}';

describe('a broken body', () => {
  it.each(withBody)('of $name is refused', async (named) => {
    for (const [said, sent] of BROKEN) {
      if (!isEmptyAllowed(named.name, sent)) expectProblem(await call(named, sent), said);
    }
  });
});

/** What a field should not hold, or just may. */
const STRANGE: readonly unknown[] = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '\udfff\ud83d',
  '\u202e',
  'null',
  LONG,
  0,
  -1,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  true,
  null,
  [],
  {},
  [[]],
  { toString: 1 },
  "'; drop table visits; --",
  '%00',
  '00000000-0000-0000-0000-000000000000',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  '2026-11-22T08:30:00+23:59',
  '2026-11-22T08:30:00.000000000000000000001Z',
];

describe('a strange value', () => {
  it.each(withBody)('in any field of $name never makes it fail', async (named) => {
    const sample = samples[named.name] ?? {};
    for (const field of Object.keys(sample)) {
      for (const value of STRANGE) {
        const answer = await call(named, { body: { ...sample, [field]: value } });
        expectNoFailure(answer, `${field} = ${String(JSON.stringify(value)).slice(0, 60)}`);
      }
    }
  });

  it.each(withBody)('beside the fields of $name is refused by name', async (named) => {
    const answer = await call(named, { body: { ...samples[named.name], extra: 1 } });
    expectProblem(answer, 'extra');
    expect(answer.json).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ field: 'extra', code: 'unknown_field' }] });
  });

  it.each(withBody)('of a missing field of $name is named', async (named) => {
    const sample: Record<string, unknown> = { ...samples[named.name] };
    for (const field of Object.keys(sample)) {
      const answer = await call(named, { body: { ...sample, [field]: undefined } });
      if (answer.json?.code === 'INVALID_REQUEST') expect((answer.json.errors as { field: string }[])[0]?.field).toBe(field);
    }
  });

  it.each(withBody)('of any make in $name never makes it fail', { timeout: 20_000 }, async (named) => {
    const sample = samples[named.name] ?? {};
    const fields = fc.constantFrom(...Object.keys(sample));
    const value = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.string({ unit: 'binary' }),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fields, value, { maxKeys: 3 }), async (change) => {
        const raw = toJson({ ...sample, ...change });
        if (raw !== undefined) expectNoFailure(await call(named, { raw }), raw.slice(0, 200));
      }),
      { numRuns: 25 },
    );
  });
});

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
  } catch {
    return undefined;
  }
}

describe('a strange query', () => {
  const withQuery = ALL_ENDPOINTS.filter(({ endpoint }) => 'query' in endpoint);
  const KEYS = [
    'cursor',
    'limit',
    'state',
    'open',
    'overdue',
    'current',
    'search',
    'parent',
    'phone',
    'divisionCode',
    'class',
    'action',
    'caseId',
    'extra',
  ];
  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  const VALUES = [
    '',
    'x',
    '0',
    '-1',
    '101',
    '1e3',
    'NaN',
    'true',
    '%00',
    '%ff',
    '%',
    '\\%27',
    'a'.repeat(300),
    '100%25_%5C',
    encoded('nothing'),
    encoded('1|7'),
    encoded('1|99999999999999999999'),
    encoded('1|-'),
    encoded('1|00000000-0000-0000-0000-000000000000'),
    encoded('1|--------------------------------'),
    encoded('8640000000000000|00000000-0000-0000-0000-000000000000'),
    encoded('-8640000000000000|00000000-0000-0000-0000-000000000000'),
  ];

  it.each(withQuery)('of $name never makes it fail', async (named) => {
    for (const key of KEYS) {
      for (const value of VALUES) {
        const query = `${key}=${value}`;
        expectNoFailure(await call(named, {}, `${pathOf(named.endpoint.path)}?${query}`), query);
      }
    }
    expectProblem(await call(named, {}, `${pathOf(named.endpoint.path)}?extra=1`), 'extra');
    expectNoFailure(await call(named, {}, `${pathOf(named.endpoint.path)}?limit=1&limit=2&state=a&state=b`), 'twice');
  });
});

describe('a strange path', () => {
  const withParams = ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.path.includes(':'));
  const VALUES = [
    'x',
    '0',
    '%00',
    '%ff',
    '%',
    '%2e%2e%2f',
    "'%20or%201=1",
    'a'.repeat(300),
    '%F0%9F%98%80',
    '00000000-0000-0000-0000-00000000000g',
    '%7B%7D',
    'null',
  ];

  it.each(withParams)('of $name is refused', async (named) => {
    const body = samples[named.name];
    for (const value of VALUES)
      expectProblem(await call(named, body === undefined ? {} : { body }, pathOf(named.endpoint.path, value)), value);
  });

  it.each(['/api/v1/', '/api', '//', '/%', '/..%2f..%2fetc/passwd', '/api/v1/scans/', '/API/V1/SYSTEM', `/${'a'.repeat(5_000)}`])(
    '%s is not found',
    async (path) => {
      const answer = await t.send('GET', path);
      expectProblem(answer, path);
    },
  );
});

describe('strange headers', () => {
  it.each([
    ['cookie', 'tongxing_staff=; ;;=; %%%'],
    ['cookie', `tongxing_staff=${'x'.repeat(4_000)}`],
    ['accept-language', 'xx-%00;q=NaN'],
    ['accept', 'image/png'],
    ['host', 'elsewhere.example'],
  ])('%s: %s do no harm', async (name, value) => {
    expectNoFailure(await t.send('GET', '/api/v1/staff/me', { headers: { [name]: value } }), name);
  });
});
