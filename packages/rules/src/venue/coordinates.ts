import type { CoordinateSystem } from '../vocabulary';

/** Degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Krasovsky 1940, metres: the ellipsoid of GCJ-02. */
const SEMI_MAJOR = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;
/** Outside this box GCJ-02 is WGS-84. */
const SHIFTED = { south: 0.8293, north: 55.8271, west: 72.004, east: 137.8347 } as const;

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const waves = (argument: number, parts: readonly (readonly [amplitude: number, factor: number])[]) =>
  parts.reduce((sum, [amplitude, factor]) => sum + amplitude * Math.sin(argument * factor * Math.PI), 0) * (2 / 3);

function isShifted({ latitude, longitude }: Position): boolean {
  const { south, north, west, east } = SHIFTED;
  return latitude > south && latitude < north && longitude > west && longitude < east;
}

const SHORT: readonly (readonly [number, number])[] = [
  [20, 6],
  [20, 2],
];
const ALONG_Y: readonly (readonly [number, number])[] = [
  [20, 1],
  [40, 1 / 3],
  [160, 1 / 12],
  [320, 1 / 30],
];
const ALONG_X: readonly (readonly [number, number])[] = [
  [20, 1],
  [40, 1 / 3],
  [150, 1 / 12],
  [300, 1 / 30],
];

/** WGS-84, which satellites give, as GCJ-02, which maps of the mainland are drawn in. */
export function gcj02From(position: Position): Position {
  if (!isShifted(position)) return position;
  const { latitude, longitude } = position;
  const [x, y] = [longitude - 105, latitude - 35];
  const root = Math.sqrt(Math.abs(x));
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(x, SHORT) + waves(y, ALONG_Y);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x, SHORT) + waves(x, ALONG_X);
  const sine = Math.sin(radians(latitude));
  const flattened = 1 - ECCENTRICITY_SQUARED * sine * sine;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED)) / flattened ** 1.5;
  const parallel = (SEMI_MAJOR / Math.sqrt(flattened)) * Math.cos(radians(latitude));
  return { latitude: latitude + north / radians(meridian), longitude: longitude + east / radians(parallel) };
}

const ROUNDS = 8;

/** Positions are stored as WGS-84: GCJ-02 is undone by going back and forth until it fits, to well below a metre. */
export function wgs84From(system: CoordinateSystem, position: Position): Position {
  if (system === 'wgs84' || !isShifted(position)) return position;
  let guess = position;
  for (let round = 0; round < ROUNDS; round += 1) {
    const there = gcj02From(guess);
    guess = {
      latitude: guess.latitude + position.latitude - there.latitude,
      longitude: guess.longitude + position.longitude - there.longitude,
    };
  }
  return guess;
}
