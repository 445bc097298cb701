import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf, readCursor, readNumberCursor, writeCursor } from './cursor';

const encoded = (text: string) => Buffer.from(text).toString('base64url');
const AT = new Date('2026-11-22T08:30:00.123Z');

describe('cursor', () => {
  it('comes back as it was written', () => {
    const id = randomUUID();
    expect(readCursor(writeCursor({ at: AT, id }))).toEqual({ at: AT, id });
    expect(readNumberCursor(writeCursor({ at: AT, id: '42' }))).toBe(42);
    expect(readCursor(undefined)).toBeUndefined();
    expect(readNumberCursor(undefined)).toBeUndefined();
  });

  it.each([
    '',
    'x',
    '%00',
    encoded('nothing'),
    encoded(`NaN|${randomUUID()}`),
    encoded(`|${randomUUID()}`),
    encoded(`8640000000000001|${randomUUID()}`),
    encoded(`8640000000000000|${randomUUID()}`),
    encoded(`-8640000000000000|${randomUUID()}`),
    encoded(`1|${'-'.repeat(36)}`),
    encoded(`1|${'a'.repeat(32)}`),
    encoded('1|7'),
    encoded(`1|${randomUUID()}|more`),
  ])('is refused when it is not one of ours: %j', (cursor) => {
    expect(() => readCursor(cursor)).toThrow('INVALID_REQUEST');
  });

  it.each([
    '',
    encoded('1|'),
    encoded(`1|${randomUUID()}`),
    encoded('1|-1'),
    encoded('1|1.5'),
    encoded('1|99999999999'),
    encoded('1|0x10'),
  ])('of a numbered list is refused: %j', (cursor) => {
    expect(() => readNumberCursor(cursor)).toThrow('INVALID_REQUEST');
  });

  it('either throws a refusal or gives a place the database understands', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(encoded),
          fc.tuple(fc.double(), fc.uuid()).map(([at, id]) => encoded(`${at}|${id}`)),
        ),
        (text) => {
          try {
            const place = readCursor(text);
            expect(place?.at.getTime()).toSatisfy((ms: number) => ms >= 0 && ms < 1e14);
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_REQUEST', options: { fields: [{ field: 'cursor', code: 'bad_format' }] } });
          }
        },
      ),
    );
  });
});

describe('page', () => {
  const place = (row: number) => ({ at: AT, id: String(row) });

  it('shows what was asked for and where to go on', () => {
    const { items, nextCursor } = pageOf([1, 2, 3], 2, place, String);
    expect(items).toEqual(['1', '2']);
    expect(readNumberCursor(nextCursor ?? '')).toBe(2);
  });

  it('says when there is nothing more', () => {
    expect(pageOf([1, 2], 2, place, String)).toEqual({ items: ['1', '2'], nextCursor: null });
    expect(pageOf([], 2, place, String)).toEqual({ items: [], nextCursor: null });
  });
});
