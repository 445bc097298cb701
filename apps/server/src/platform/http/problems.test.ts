import { ERROR_CODES, ERROR_STATUS, endpoints, FIELD_ERROR_CODES } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asRefusal, fieldsOf, problemOf } from './problems';
import { Refusal } from './refusal';

function fields(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : fieldsOf(parsed.error.issues);
}

const Form = z.strictObject({
  text: z.string().min(2).max(4),
  number: z.number().min(1).max(9),
  step: z.number().multipleOf(0.5),
  list: z.array(z.string()).min(1).max(2),
  word: z.enum(['a', 'b']),
  either: z.union([z.literal(1), z.literal(2)]),
  at: z.iso.datetime({ offset: true }),
  inner: z.strictObject({ deep: z.uuid() }),
});
const GOOD = {
  text: 'abc',
  number: 5,
  step: 0.5,
  list: ['x'],
  word: 'a',
  either: 1,
  at: '2026-11-22T08:30:00+08:00',
  inner: { deep: '00000000-0000-4000-8000-000000000000' },
};

describe('field errors', () => {
  it('has none for a good form', () => {
    expect(fields(Form, GOOD)).toEqual([]);
  });

  it.each([
    [{ text: undefined }, 'text', 'required'],
    [{ text: 5 }, 'text', 'wrong_type'],
    [{ text: null }, 'text', 'wrong_type'],
    [{ text: 'a' }, 'text', 'too_short'],
    [{ text: 'abcde' }, 'text', 'too_long'],
    [{ number: 0 }, 'number', 'too_small'],
    [{ number: 10 }, 'number', 'too_big'],
    [{ step: 0.3 }, 'step', 'bad_format'],
    [{ list: [] }, 'list', 'too_short'],
    [{ list: ['a', 'b', 'c'] }, 'list', 'too_long'],
    [{ list: [1] }, 'list.0', 'wrong_type'],
    [{ word: 'c' }, 'word', 'not_allowed'],
    [{ either: 3 }, 'either', 'not_allowed'],
    [{ at: 'yesterday' }, 'at', 'bad_format'],
    [{ inner: { deep: 'x' } }, 'inner.deep', 'bad_format'],
    [{ inner: { deep: GOOD.inner.deep, more: 1 } }, 'inner.more', 'unknown_field'],
    [{ more: 1 }, 'more', 'unknown_field'],
  ])('names %j as %s %s', (change, field, code) => {
    expect(fields(Form, { ...GOOD, ...change })).toEqual([{ field, code }]);
  });

  it('names the body when it is no object, and every unknown field by itself', () => {
    expect(fields(Form, [])).toEqual([{ field: 'body', code: 'wrong_type' }]);
    expect(fields(Form, { ...GOOD, p: 1, q: 2 }).map((entry) => entry.field)).toEqual(['p', 'q']);
  });
});

describe('reading any thrown thing', () => {
  const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

  it.each([
    [withCode('FST_ERR_CTP_INVALID_JSON_BODY'), 'MALFORMED_BODY'],
    [withCode('FST_ERR_CTP_BODY_TOO_LARGE'), 'PAYLOAD_TOO_LARGE'],
    [withCode('FST_ERR_CTP_INVALID_MEDIA_TYPE'), 'UNSUPPORTED_MEDIA_TYPE'],
    [Object.assign(new Error('bad'), { statusCode: 414 }), 'MALFORMED_BODY'],
    [withCode('08006'), 'UNAVAILABLE'],
    [withCode('53300'), 'UNAVAILABLE'],
    [withCode('57P01'), 'UNAVAILABLE'],
    [withCode('40P01'), 'UNAVAILABLE'],
    [withCode('57014'), 'UNAVAILABLE'],
    [withCode('ECONNREFUSED'), 'UNAVAILABLE'],
    [new Error('Connection terminated unexpectedly'), 'UNAVAILABLE'],
    [new Error('timeout exceeded when trying to connect'), 'UNAVAILABLE'],
    [withCode('23505'), 'INTERNAL'],
    [new TypeError('x is undefined'), 'INTERNAL'],
    [undefined, 'INTERNAL'],
    ['a string', 'INTERNAL'],
  ])('%s is %s', (thrown, code) => {
    expect(asRefusal(thrown).code).toBe(code);
  });

  it('says when to come back while the database is away', () => {
    expect(asRefusal(withCode('57P01')).options.retryAfterSeconds).toBeGreaterThan(0);
  });
});

describe('problem details', () => {
  it.each(ERROR_CODES)('has words for %s in both languages', (code) => {
    const [zh, en] = (['zh', 'en'] as const).map((language) => problemOf(new Refusal(code, { retryAfterSeconds: 7 }), language, 'r'));
    for (const problem of [zh, en]) {
      expect(problem).toMatchObject({ code, status: ERROR_STATUS[code], requestId: 'r' });
      expect(`${problem?.title}${problem?.detail}`).not.toMatch(/error\.|\{\{/);
    }
    expect(zh?.title).toMatch(/\p{Script=Han}/u);
    expect(en?.title).toMatch(/^[\x20-\x7e]+$/);
  });

  it.each(FIELD_ERROR_CODES)('has words for field error %s in both languages', (code) => {
    const messages = (['zh', 'en'] as const).map(
      (language) => problemOf(new Refusal('INVALID_REQUEST', { fields: [{ field: 'f', code }] }), language, 'r').errors?.[0]?.message ?? '',
    );
    expect(messages[0]).toMatch(/\p{Script=Han}/u);
    expect(messages[1]).toMatch(/^[\x20-\x7e]+$/);
  });

  it('names only declared codes at every endpoint', () => {
    for (const endpoint of Object.values(endpoints)) for (const code of endpoint.errors) expect(ERROR_CODES).toContain(code);
  });
});
