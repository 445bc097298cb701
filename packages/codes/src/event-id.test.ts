import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventIdFrom, eventTime } from './event-id';

const TEN_BYTES = fc.uint8Array({ minLength: 10, maxLength: 10 });
const TIME = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('eventIdFrom', () => {
  it('keeps the time and is a UUIDv7', () => {
    fc.assert(
      fc.property(TIME, TEN_BYTES, (ms, random) => {
        const id = eventIdFrom(ms, random);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(eventTime(id)).toBe(ms);
      }),
    );
  });

  it('sorts by time', () => {
    fc.assert(fc.property(TIME, TIME, TEN_BYTES, TEN_BYTES, (a, b, x, y) => a >= b || eventIdFrom(a, x) < eventIdFrom(b, y)));
  });

  it('uses 74 of the 80 random bits', () => {
    const base = eventIdFrom(0, new Uint8Array(10));
    const used = Array.from({ length: 80 }, (_, bit) => new Uint8Array(10).with(bit >> 3, 128 >> (bit & 7))).filter(
      (random) => eventIdFrom(0, random) !== base,
    );
    expect(used).toHaveLength(74);
  });

  it.each([-1, 0.5, 2 ** 48, Number.NaN, Infinity])('has no room for the time %s', (ms) => {
    expect(() => eventIdFrom(ms, new Uint8Array(10))).toThrow(RangeError);
  });

  it('wants ten bytes', () => {
    expect(() => eventIdFrom(0, new Uint8Array(9))).toThrow(RangeError);
    expect(() => eventIdFrom(0, new Uint8Array(16))).toThrow(RangeError);
  });
});

describe('eventTime', () => {
  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.uuid()), (id) => eventTime(id) === undefined || id.charAt(14) === '7'));
  });
});
