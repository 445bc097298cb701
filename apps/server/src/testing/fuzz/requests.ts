import fc, { type Arbitrary } from 'fast-check';
import { type JsonSchema, resolved } from './json-schema';
import type { Operation, Parameter } from './operations';
import { hostileText, hostileValue, objectOf, type Source, validValue } from './values';

/** A request, in pieces that can be taken away one by one. */
export interface FuzzRequest {
  readonly method: string;
  /** Encoded as it is sent. */
  readonly path: string;
  /** Encoded pairs. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** `json` is an object whose fields can be taken away; `raw` is sent as it is. */
  readonly body: { readonly json: unknown } | { readonly raw: string } | undefined;
}

/** In UTF-8, whatever it is: half a pair of surrogates becomes the sign for it. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
const asText = (value: unknown) => (typeof value === 'string' ? value : String(JSON.stringify(value)));

const OTHER_METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'GET', 'POST'] as const;
/** Pieces of an address that no encoder would make. */
const RAW_PIECES = [
  '%',
  '%ff',
  '%00',
  '%2e%2e%2f',
  '..%5c',
  ';',
  '%F0%9F%98%80',
  'x',
  '0',
  '-1',
  'null',
  'undefined',
  '%7B%7D',
  'a'.repeat(190),
];

const BROKEN_BODIES = [
  ...['', '{', '{"a":', 'hello', 'null', '1', '"x"', '[]', '{}', '{}{}', '{"a":NaN}', '{"__proto__":{"x":1}}', '\u0000', '\ufeff{}'],
  ...[
    `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    JSON.stringify({ a: 'x'.repeat(70_000) }),
    '{"id":"1","id":"2"}',
    '<a/>',
    'a=1&b=2',
  ],
];
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    ';;;',
    'application/json; charset=utf-16',
    '*/*',
  ].map((type) => ({ 'content-type': type })),
  ...['xx-%00;q=NaN', '*', 'zh-CN,zh;q=0.9,en;q=0.8', 'x'.repeat(2_000)].map((language) => ({ 'accept-language': language })),
  { 'content-encoding': 'gzip' },
  { accept: 'image/png' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-for': "1.1.1.1, ' or 1=1 --" },
  { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'gopher' },
  { 'if-none-match': '*', 'if-modified-since': 'never' },
  { range: 'bytes=9999999-0' },
  { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
  { authorization: 'Bearer x.y.z' },
  { authorization: 'Tongxing-Device 1.2.3' },
  { cookie: 'tongxing_staff=; ;;=; %%%; tongxing_resident=x' },
  { 'idempotency-key': '\'"' },
];

/** A body that would be accepted, made anew for each request. */
export type Sample = () => Readonly<Record<string, unknown>>;

/** Requests for one operation: as it is meant, nearly so, and by somebody who wants it to fall over. */
export function requestFor(operation: Operation, source: Source, sample: Sample): Arbitrary<FuzzRequest> {
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place);
  return fc.record({
    method: fc.oneof({ weight: 20, arbitrary: fc.constant(operation.method) }, { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) }),
    path: pathFor(operation.path, of('path'), source),
    query: queryFor(of('query'), source),
    headers: fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom(...HEADERS) }),
    body: operation.body === undefined ? fc.constant(undefined) : bodyFor(resolved(operation.body, source.schemas), source, sample),
  });
}

function pathFor(path: string, parameters: readonly Parameter[], source: Source): Arbitrary<string> {
  const collection = /^\/api\/v1\/([^/]+)/.exec(path)?.[1] ?? '';
  const values = parameters.map(({ name, schema }) => {
    const valid = validValue(schema, source, `${collection}/${name}`).map((value) => encoded(asText(value)));
    const piece = fc.oneof(
      fc.constantFrom(...RAW_PIECES),
      hostileText().map((text) => encoded(text).slice(0, 190)),
    );
    return fc.oneof({ weight: 6, arbitrary: valid }, { weight: 1, arbitrary: piece });
  });
  return fc
    .tuple(...values)
    .map((texts) => parameters.reduce((whole, { name }, n) => whole.replace(`{${name}}`, () => texts[n] ?? ''), path));
}

function queryFor(parameters: readonly Parameter[], source: Source): Arbitrary<readonly string[]> {
  const names = parameters.map(({ name }) => name);
  const valid = parameters.map(({ name, schema }) => validValue(schema, source, name).map((value) => `${name}=${encoded(asText(value))}`));
  const hostile = fc
    .tuple(names.length === 0 ? fc.constant('extra') : fc.constantFrom(...names, 'extra', '__proto__', 'limit'), hostileText())
    .map(([name, text]) => `${name}=${encoded(text).slice(0, 2_000)}`);
  const none = fc.constant<readonly string[]>([]);
  const some = valid.length === 0 ? none : fc.subarray(valid).chain((chosen) => fc.tuple(...chosen));
  return fc.oneof(
    { weight: 4, arbitrary: some },
    { weight: 1, arbitrary: fc.tuple(some, hostile).map(([pairs, extra]) => [...pairs, extra]) },
    { weight: 2, arbitrary: none },
  );
}

type Body = FuzzRequest['body'];

function bodyFor(schema: JsonSchema, source: Source, sample: Sample): Arbitrary<Body> {
  const properties = Object.entries(schema.properties ?? {});
  const json = (value: Arbitrary<unknown>): Arbitrary<Body> => value.map((one) => ({ json: one }));
  const changed = (make: (name: string, own: JsonSchema) => Arbitrary<unknown>, most: number) =>
    fc
      .subarray(properties, { maxLength: Math.min(most, properties.length) })
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map(([name, own]) => [name, make(name, own)]))))
      .map((change) => ({ ...sample(), ...change }));
  const extra = fc.tuple(
    fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('role', 'permissions', 'areaCode', 'id', '__proto__')),
    hostileValue(),
  );
  return fc.oneof(
    { weight: 5, arbitrary: json(changed((name, own) => validValue(own, source, name), 2)) },
    { weight: 2, arbitrary: json(objectOf(schema, source)) },
    // Undefined is left out of JSON: the field is missing.
    { weight: 5, arbitrary: json(changed(() => fc.option(hostileValue(), { nil: undefined, freq: 6 }), 3)) },
    { weight: 1, arbitrary: json(extra.map(([name, value]) => ({ ...sample(), [name]: value }))) },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_BODIES).map((raw) => ({ raw })) },
  );
}
