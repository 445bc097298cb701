import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areApart, distanceBetween, findingsOf, type MeasuredPosition } from './sticker-places';

const place: fc.Arbitrary<MeasuredPosition> = fc.record({
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  accuracy: fc.integer({ min: 0, max: 5_000 }),
});
const at = (latitude: number, longitude: number, accuracy = 10): MeasuredPosition => ({ latitude, longitude, accuracy });
const DOOR = at(31.95, 118.84);
const NEXT_STREET = at(31.956, 118.84);

describe('the distance between two places', () => {
  it('is what a map says', () => {
    // Beijing to Shanghai, 1,067 km; one minute of latitude, a nautical mile; across the date line.
    expect(distanceBetween(at(39.9042, 116.4074), at(31.2304, 121.4737)) / 1_000).toBeCloseTo(1_067, -1);
    expect(distanceBetween(at(0, 0), at(1 / 60, 0))).toBeCloseTo(1_853, -1);
    expect(distanceBetween(at(0, 179.999), at(0, -179.999))).toBeLessThan(250);
  });

  it('is the same both ways and never more than half around the earth', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const distance = distanceBetween(one, other);
        expect(distance).toBeCloseTo(distanceBetween(other, one), 3);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThan(20_016_000);
        expect(areApart(one, one)).toBe(false);
      }),
    );
  });
});

describe('a look at a sticker', () => {
  const look = { isReplaced: false, seen: DOOR, filed: DOOR, before: DOOR };

  it('finds nothing where it should hang, or where nothing is known', () => {
    expect(findingsOf(look)).toEqual([]);
    expect(findingsOf({ isReplaced: false, seen: undefined, filed: DOOR, before: DOOR })).toEqual([]);
    expect(findingsOf({ isReplaced: false, seen: DOOR, filed: undefined, before: undefined })).toEqual([]);
  });

  it('finds a code at two places, one that moved for good, and an old one', () => {
    expect(findingsOf({ ...look, seen: NEXT_STREET })).toEqual(['two_places']);
    expect(findingsOf({ ...look, seen: NEXT_STREET, before: NEXT_STREET })).toEqual(['far_from_filed']);
    expect(findingsOf({ ...look, isReplaced: true, seen: undefined })).toEqual(['replaced_seen']);
  });

  it('blames nobody for a position that is not exact', () => {
    expect(findingsOf({ ...look, seen: { ...NEXT_STREET, accuracy: 700 } })).toEqual([]);
  });
});
