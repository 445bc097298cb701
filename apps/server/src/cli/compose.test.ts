import { describe, expect, it } from 'vitest';
import { shareOfRequests } from './compose';

describe('requests a minute and address', () => {
  it.each([
    [120, 1, 120],
    [120, 2, 60],
    [100, 3, 34],
    [120, 16, 30],
    [10, 4, 10],
  ])('of %i are, in one of %i processes, %i', (publicRequestsPerMinute, processes, share) => {
    expect(shareOfRequests({ publicRequestsPerMinute, processes })).toBe(share);
  });
});
