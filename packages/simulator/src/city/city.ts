import { CITY_CODE, type DivisionRecord, MOST_STREETS, makeDivisions, RISK_AREA_CODE } from './divisions';
import type { Random } from './random';

/** How many of each the city has. */
export interface CitySize {
  readonly venues: number;
  readonly residents: number;
  /** Streets and towns of the city itself, 1 to {@link MOST_STREETS}. */
  readonly streets: number;
}

/** Named sizes: `tiny` for tests, `small` for the demo. */
export const CITY_SIZES = {
  tiny: { venues: 20, residents: 200, streets: 4 },
  small: { venues: 2_000, residents: 20_000, streets: 40 },
} as const satisfies Record<string, CitySize>;
/** Name of a preset. */
export type CitySizeName = keyof typeof CITY_SIZES;

/** A fictional city: a seed and a size. Its venues and residents are computed when asked for, never stored. */
export interface City {
  readonly seed: number;
  readonly size: CitySize;
  /** Province, the city, its neighbour; parents before children. */
  readonly divisions: readonly DivisionRecord[];
  /** The streets and towns where the city's venues stand and its residents live. */
  readonly streets: readonly DivisionRecord[];
  /** A district of the neighbouring city that the demo declares a risk area. */
  readonly riskAreaCode: string;
}

/** What {@link makeCity} may be told. */
export interface CityOptions {
  /** Low 32 bits count; 9901 by default. */
  readonly seed?: number;
  /** A preset or own numbers; `small` by default. */
  readonly size?: CitySizeName | CitySize;
}

/** Makes the city. The same options give the same city, record by record, on every machine. */
export function makeCity(options: CityOptions = {}): City {
  const wanted = options.size ?? 'small';
  const size = typeof wanted === 'string' ? CITY_SIZES[wanted] : wanted;
  if (!isCount(size.venues) || !isCount(size.residents)) throw new RangeError('venues and residents must be whole numbers above 0');
  const divisions = makeDivisions(size.streets);
  const streets = divisions.filter((division) => division.code.length === 9 && division.code.startsWith(CITY_CODE));
  return { seed: options.seed ?? 9901, size, divisions, streets, riskAreaCode: RISK_AREA_CODE };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** Some streets are fuller than others: the exponent puts about three fifths of everything into the first half. */
const CROWDING = 1.35;

/** A street of the city, the early ones more often. */
export function pickStreet(city: City, random: Random): DivisionRecord {
  const street = city.streets[Math.floor(random.real() ** CROWDING * city.streets.length)];
  if (street === undefined) throw new RangeError('the city has no streets');
  return street;
}

/** The district above a street, with its name. */
export function districtOf(city: City, street: DivisionRecord): DivisionRecord {
  const district = city.divisions.find((division) => division.code === street.parent);
  if (district === undefined) throw new RangeError(`no district above ${street.code}`);
  return district;
}

/** Throws when there is no such record in a city of this size. */
export function requireIndex(index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`index ${index} is outside 0 to ${count - 1}`);
}
