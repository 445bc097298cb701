import fc, { type Arbitrary } from 'fast-check';
import { type JsonSchema, mismatches, resolved, type Schemas, typesOf } from './json-schema';

/** Values that mean something in the place where the requests go, by the name of the field that takes them. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** What values are made of. */
export interface Source {
  readonly schemas: Schemas;
  readonly known: KnownValues;
  /** Epoch ms: times are near it. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
/** Longer texts are cut to this, or most of a run would be the writing of texts. */
const MOST_LETTERS = 600;
/** The generator of texts by pattern knows no classes of letters. */
const HAS_CLASSES = /\\p\{/;
const DEPTH = 3;

/** A value as its schema allows it; often one that names something which is there. */
export function validValue(schema: JsonSchema, source: Source, name = '', depth = 0): Arbitrary<unknown> {
  const own = resolved(schema, source.schemas);
  const made = madeOf(own, source, depth);
  const fitting = (source.known[name] ?? []).filter((value) => mismatches(own, value, source.schemas).length === 0);
  return fitting.length === 0 ? made : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: made });
}

function madeOf(own: JsonSchema, source: Source, depth: number): Arbitrary<unknown> {
  if (own.enum !== undefined) return fc.constantFrom(...own.enum);
  if (own.const !== undefined) return fc.constant(own.const);
  const choices = own.anyOf ?? own.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => validValue(choice, source, '', depth)));
  const types = typesOf(own);
  return types.length === 0 ? fc.jsonValue({ maxDepth: 1 }) : fc.oneof(...types.map((type) => ofType(type, own, source, depth)));
}

function ofType(type: string, own: JsonSchema, source: Source, depth: number): Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return textOf(own, source);
    case 'integer':
      return fc.integer({ min: Math.max(own.minimum ?? -1e6, -1e9), max: Math.min(own.maximum ?? 1e6, 1e9) });
    case 'number':
      return fc.double({ min: own.minimum ?? -1e6, max: own.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(own, source, depth);
    default:
      return objectOf(own, source, depth);
  }
}

function listOf({ items = {}, minItems = 0, maxItems = 4 }: JsonSchema, source: Source, depth: number): Arbitrary<unknown> {
  const most = depth > DEPTH ? minItems : Math.max(minItems, Math.min(maxItems, 4));
  return fc.array(validValue(items, source, '', depth + 1), { minLength: minItems, maxLength: most });
}

/** Whole, or without what may be left out. */
export function objectOf({ properties = {}, required = [] }: JsonSchema, source: Source, depth = 0): Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, validValue(each, source, name, depth + 1)]));
  return fc.record(fields, { requiredKeys: [...required].filter((name) => name in fields) });
}

function patternsOf({ pattern, allOf = [] }: JsonSchema): string[] {
  return [...(pattern === undefined ? [] : [pattern]), ...allOf.flatMap((each) => each.pattern ?? [])];
}

function textOf(own: JsonSchema, source: Source): Arbitrary<string> {
  const { minLength = 0, maxLength = MOST_LETTERS } = own;
  const patterns = patternsOf(own);
  const [simple] = patterns.filter((pattern) => !HAS_CLASSES.test(pattern));
  if (simple?.includes('T(?:') === true) return nearNow(source.now);
  if (simple !== undefined) return fc.stringMatching(new RegExp(simple));
  const most = Math.min(maxLength, MOST_LETTERS);
  const text = fc.string({ unit: 'grapheme', minLength: Math.min(minLength, most), maxLength: most });
  // A letter in front, for what needs one.
  return text.map((letters) => `测${letters}`.slice(0, most)).filter((letters) => mismatches(own, letters, source.schemas).length === 0);
}

function nearNow(now: number): Arbitrary<string> {
  const near = fc.integer({ min: -40 * DAY_MS, max: 2 * DAY_MS }).map((ago) => new Date(now + ago).toISOString());
  const any = fc.date({ min: new Date(0), max: new Date(253_402_300_799_000), noInvalidDate: true }).map((date) => date.toISOString());
  return fc.oneof({ weight: 5, arbitrary: near }, { weight: 1, arbitrary: any });
}

const LONG = 'x'.repeat(20_000);
const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;

/** What has broken programs before: wrong kinds, huge and deep ones, control characters, pieces of SQL, HTML and paths. */
const HOSTILE: readonly unknown[] = [
  ...['', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud83d', '\u202eabc', '\ufeff', '\u200b', 'e\u0301'.repeat(50), '👨‍👩‍👧‍👦'],
  ...["'; drop table visits; --", "' or '1'='1", '1; select pg_sleep(5)', '$1', '%', '_', '\\', '\\x00', '{}', '[object Object]'],
  ...['<img src=x onerror=alert(1)>', '</script><script>alert(1)</script>', 'javascript:alert(1)', '{{7*7}}', `\${7*7}`, '%{7*7}'],
  ...['../../../../etc/passwd', '..%2f..%2f', 'file:///etc/passwd', 'http://127.0.0.1:1/', '\\\\host\\share', 'CON', '/dev/zero'],
  ...['=1+1', '@SUM(A1)', '\t=1', '＝1', '\r\nset-cookie: a=b', 'null', 'undefined', 'NaN', 'true', '0', '-1', '1e999', '0x10'],
  ...[0, -0, -1, 1.5, 1e300, -1e300, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, 2 ** 63],
  ...[true, false, null, [], {}, [[]], [null], { toString: 1 }, { length: -1 }, { $gt: '' }, { constructor: { prototype: 1 } }],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '9'.repeat(400), LONG, 'я'.repeat(3_000)],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z', '2026-11-22T08:30:00+23:59', '+010000-01-01T00:00:00Z'],
  ...[deep(50), deep(500), Array.from({ length: 2_000 }, (_, n) => n)],
];

/** A value that nobody means well with. */
export function hostileValue(): Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
}

/** The same as the text of an address. */
export function hostileText(): Arbitrary<string> {
  return hostileValue().map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 2_000));
}
