import { describe, expect, it } from 'vitest';
import { parseResults } from '../shared/results';
import { performancePicture } from './performance';
import { linear, logarithmic } from './scale';

const timeline = [1, 3, 1].map((times) => ({
  offered: 1_000 * times,
  accepted: 1_000,
  refused: 1_000 * (times - 1),
  p99Ms: 12 * times ** 3,
}));
const lines = [
  '  Building …',
  JSON.stringify({ name: 'checkin', checkinsPerSecond: 11_111, floorPerSecond: 22_222, residents: 20_000 }),
  JSON.stringify({
    name: 'checkin',
    checkinsPerSecond: 24_001,
    floorPerSecond: 25_000,
    residents: 9_000_000,
    machine: 'A & B',
    commit: 'abc',
  }),
  JSON.stringify({ name: 'overload', seconds: 1, timeline }),
].join('\n');

describe('the picture of the measurements', () => {
  it('shows the newest results of the largest city, with the claim', () => {
    const svg = performancePicture(parseResults(lines));
    expect(svg).toContain('24,001');
    expect(svg).not.toContain('11,111');
    expect(svg).toContain('needed: 23,300');
    expect(svg).toContain('A &amp; B');
    expect(svg).not.toContain('NaN');
    expect(svg).not.toContain('not measured');
  });

  it('says what has not been measured', () => {
    expect(performancePicture([]).match(/not measured/g)).toHaveLength(3);
  });
});

describe('scales', () => {
  it('end at a round number at or above the largest value', () => {
    expect(linear(23_300, 0, 100).ticks).toEqual([0, 5_000, 10_000, 15_000, 20_000, 25_000]);
    expect(linear(25_000, 0, 100).place(25_000)).toBe(100);
    expect(linear(0, 0, 100).ticks[0]).toBe(0);
  });

  it('hold powers of ten, and zero at the lowest', () => {
    const scale = logarithmic([3, 850], 0, 100);
    expect(scale.ticks).toEqual([1, 10, 100, 1_000]);
    expect(scale.place(0)).toBe(0);
    expect(scale.place(1_000)).toBeCloseTo(100);
  });
});
