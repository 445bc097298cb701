import { eventIdFrom } from '@tongxing/codes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentAt, momentOf } from './moments';

const FIRST = Date.UTC(2020, 0, 1);
const LAST = Date.UTC(2089, 0, 1);
const ids = fc.record({ ms: fc.integer({ min: FIRST, max: LAST }), random: fc.uint8Array({ minLength: 10, maxLength: 10 }) });

describe('moments', () => {
  it('grow with time and keep the whole of the event id', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const [one, two] = [eventIdFrom(a.ms, a.random), eventIdFrom(b.ms, b.random)];
        const [first, second] = [momentOf(one), momentOf(two)];
        expect(first.moment === second.moment && first.tail === second.tail).toBe(one === two);
        if (a.ms !== b.ms) expect(first.moment < second.moment).toBe(a.ms < b.ms);
      }),
    );
  });

  it('lie between that of their millisecond and the next', () => {
    fc.assert(
      fc.property(ids, ({ ms, random }) => {
        const { moment, tail } = momentOf(eventIdFrom(ms, random));
        expect(moment >= momentAt(ms) && moment < momentAt(ms + 1)).toBe(true);
        expect(tail).toBeLessThan(2 ** 52);
      }),
    );
  });

  it('fit the column whatever the id says', () => {
    expect(momentOf('ffffffff-ffff-7fff-bfff-ffffffffffff').moment).toBe(2n ** 63n - 1n);
  });
});
