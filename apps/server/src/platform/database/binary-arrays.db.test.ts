import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bigintArray, integerArray, smallintArray, textArray, wordsArray } from './binary-arrays';

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: inject('runningUrl') });
  await client.connect();
});
afterAll(() => client.end());

async function echo(type: string, value: Buffer): Promise<unknown[]> {
  const { rows } = await client.query<{ texts: unknown[] }>(`select $1::${type}[]::text[] as texts`, [value]);
  return rows[0]?.texts ?? [];
}
const texts = (values: readonly unknown[]) => values.map((value) => (value === null ? null : String(value)));

describe('binary arrays arrive as they were', () => {
  it('of integers', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1 }), async (values) => {
        expect(await echo('integer', integerArray(values))).toEqual(texts(values));
      }),
      { numRuns: 20 },
    ));

  it('of bigints, also below zero and beyond 2^53', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), { minLength: 1 }),
        async (values) => {
          expect(await echo('bigint', bigintArray(values))).toEqual(texts(values));
        },
      ),
      { numRuns: 20 },
    ));

  it('of bigints in two words', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 }), async (values) => {
        const words = wordsArray(
          values.map((value) => Number(value >> 32n)),
          values.map((value) => Number(value & 0xffffffffn)),
        );
        expect(await echo('bigint', words)).toEqual(texts(values));
      }),
      { numRuns: 20 },
    ));

  it('of small integers with gaps', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.integer({ min: -32_768, max: 32_767 })), { minLength: 1 }), async (values) => {
        expect(await echo('smallint', smallintArray(values))).toEqual(texts(values));
      }),
      { numRuns: 20 },
    ));

  it('of texts with gaps', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.constantFrom('', '通行', '{1,2}', '"\\')), { minLength: 1 }), async (values) => {
        expect(await echo('text', textArray(values))).toEqual(texts(values));
      }),
      { numRuns: 20 },
    ));
});
