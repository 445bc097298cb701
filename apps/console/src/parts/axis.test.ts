import { describe, expect, it } from 'vitest';
import { niceCeiling } from './axis';

describe('niceCeiling', () => {
  it('is round, never below the value, and has whole quarters', () => {
    expect([0, 3, 5, 11, 399, 401, 4334, 9_001].map(niceCeiling)).toEqual([4, 4, 8, 20, 400, 500, 5000, 10_000]);
  });
});
