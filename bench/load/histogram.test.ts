import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram';

describe('percentiles', () => {
  it('are the nearest rank, at most 1 % too high and never too low', () => {
    const histogram = new Histogram();
    const values = Array.from({ length: 10_000 }, (_, index) => ((index * 7_919) % 10_000) * 0.137 + 0.01);
    for (const value of values) histogram.add(value);
    const sorted = [...values].sort((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact - 0.001);
      expect(histogram.percentile(share)).toBeLessThanOrEqual(exact * 1.01 + 0.001);
    }
  });

  it('are zero of nothing, and never above the largest value', () => {
    const histogram = new Histogram();
    expect(histogram.latencies()).toEqual({ count: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 });
    histogram.add(1000);
    expect(histogram.latencies()).toEqual({ count: 1, p50Ms: 1000, p99Ms: 1000, maxMs: 1000 });
  });

  it('take values below zero and beyond the last bucket', () => {
    const histogram = new Histogram();
    histogram.add(-5);
    histogram.add(1e12);
    expect(histogram.percentile(0.5)).toBe(0);
    expect(histogram.percentile(1)).toBe((2 ** 31 - 1) / 1000);
  });
});
