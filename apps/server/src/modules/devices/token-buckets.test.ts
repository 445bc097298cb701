import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets';

const START_MS = 1_800_000_000_000;

function bucketsAt(perSecond: number, burst: number) {
  let now = START_MS;
  const buckets = new TokenBuckets({ now: () => now }, perSecond, burst);
  const takeAll = (key: number) => {
    let taken = 0;
    while (buckets.take(key) === 0) taken += 1;
    return taken;
  };
  return { buckets, takeAll, pass: (ms: number) => (now += ms) };
}

describe('a token bucket', () => {
  it('lets a burst through, then the steady rate', () => {
    const { takeAll, pass } = bucketsAt(30, 60);
    expect(takeAll(1)).toBe(60);
    pass(1_000);
    expect(takeAll(1)).toBe(30);
    pass(100);
    expect(takeAll(1)).toBe(3);
    pass(3_600_000);
    expect(takeAll(1)).toBe(60);
  });

  it('says in whole seconds when the next place is free', () => {
    const { buckets, takeAll, pass } = bucketsAt(0.5, 1);
    expect(takeAll(1)).toBe(1);
    expect(buckets.take(1)).toBe(2);
    pass(1_500);
    expect(buckets.take(1)).toBe(1);
    pass(500);
    expect(buckets.take(1)).toBe(0);
  });

  it('counts each caller apart', () => {
    const { takeAll } = bucketsAt(2, 4);
    expect(takeAll(1)).toBe(4);
    expect(takeAll(2)).toBe(4);
  });

  it('gives nothing away to a clock that is set back and forth', () => {
    const { takeAll, pass } = bucketsAt(2, 4);
    expect(takeAll(1)).toBe(4);
    pass(-60_000);
    expect(takeAll(1)).toBe(0);
    pass(500);
    expect(takeAll(1)).toBe(1);
  });

  it('does not grow with callers that have gone', () => {
    const { buckets, takeAll, pass } = bucketsAt(2, 4);
    expect(takeAll(0)).toBe(4);
    for (let key = 1; key < 100_000; key += 1) buckets.take(key);
    pass(1_000);
    buckets.take(100_000);
    expect(takeAll(0)).toBe(2);
    pass(2_000);
    buckets.take(100_001);
    expect(takeAll(0)).toBe(4);
  });
});
