import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcj02From, type Position, wgs84From } from './coordinates';

const METRES_PER_DEGREE = 111_320;
const apart = (a: Position, b: Position) =>
  Math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180)) * METRES_PER_DEGREE;
const inland = fc.record({
  latitude: fc.double({ min: 18, max: 53, noNaN: true }),
  longitude: fc.double({ min: 74, max: 134, noNaN: true }),
});

describe('GCJ-02', () => {
  it('is the published shift at Tiananmen', () => {
    const shifted = gcj02From({ latitude: 39.90734, longitude: 116.39089 });
    expect(apart(shifted, { latitude: 39.90874, longitude: 116.39713 })).toBeLessThan(15);
  });

  it('lies between 20 m and 1.5 km from WGS-84 on the mainland', () => {
    fc.assert(
      fc.property(inland, (position) => {
        const metres = apart(position, gcj02From(position));
        expect(metres).toBeGreaterThan(20);
        expect(metres).toBeLessThan(1_500);
      }),
    );
  });

  it('is undone to a centimetre', () => {
    fc.assert(
      fc.property(inland, (position) => {
        expect(apart(wgs84From('gcj02', gcj02From(position)), position)).toBeLessThan(0.01);
      }),
    );
  });

  it('is nothing elsewhere, and WGS-84 stays as it is', () => {
    const geneva = { latitude: 46.2, longitude: 6.14 };
    expect(wgs84From('gcj02', geneva)).toEqual(geneva);
    expect(wgs84From('wgs84', { latitude: 39.9, longitude: 116.4 })).toEqual({ latitude: 39.9, longitude: 116.4 });
  });
});
