import { describe, expect, it } from 'vitest';
import { shareOf } from './abnormal';

describe('a share of the residents', () => {
  const residents = Array.from({ length: 20_000 }, (_, index) => index);

  it.each([0.1, 2, 33, 100])('is %s percent of them, spread over all', (percent) => {
    const some = shareOf(residents, percent);
    expect(some).toHaveLength(Math.floor((residents.length * percent) / 100));
    expect(new Set(some).size).toBe(some.length);
    const half = some.filter((index) => index < residents.length / 2).length;
    expect(Math.abs(half - some.length / 2)).toBeLessThanOrEqual(1);
  });
});
