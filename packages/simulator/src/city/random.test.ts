import { describe, expect, it } from 'vitest';
import { pickWeighted, randomAt, uuidAt } from './random';

describe('randomAt', () => {
  it('gives for ever the same numbers for a seed', () => {
    const random = randomAt(9901, 'venue', 0);
    expect([random.bits(), random.bits(), random.bits()]).toMatchInlineSnapshot(`
      [
        2754960793,
        1951414432,
        938178520,
      ]
    `);
  });

  it('gives neighbours, streams and far indices nothing in common', () => {
    const first = (seed: number, stream: 'venue' | 'resident', index: number) => randomAt(seed, stream, index).bits();
    const values = [first(1, 'venue', 0), first(2, 'venue', 0), first(1, 'resident', 0), first(1, 'venue', 1), first(1, 'venue', 2 ** 32)];
    expect(new Set(values).size).toBe(values.length);
  });

  it('is even over indices', () => {
    let sum = 0;
    for (let index = 0; index < 100_000; index++) sum += randomAt(5, 'day', index).real();
    expect(sum / 100_000).toBeCloseTo(0.5, 2);
  });
});

describe('pickWeighted', () => {
  it('follows the weights', () => {
    const random = randomAt(3, 'day', 0);
    let rare = 0;
    for (let draw = 0; draw < 20_000; draw++)
      if (
        pickWeighted(random, [
          ['often', 9],
          ['rare', 1],
        ] as const) === 'rare'
      )
        rare += 1;
    expect(rare / 20_000).toBeCloseTo(0.1, 1);
  });
});

describe('uuidAt', () => {
  it('is a custom UUID and repeats itself', () => {
    expect(uuidAt(1, 'venueId', 5)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidAt(1, 'venueId', 5)).toBe(uuidAt(1, 'venueId', 5));
    expect(uuidAt(1, 'venueId', 6)).not.toBe(uuidAt(1, 'venueId', 5));
  });
});
