import type { Position } from '../venue/coordinates';

/** A place on the ground as a device measured it, WGS-84. */
export interface MeasuredPosition extends Position {
  /** Radius in which it lies with some certainty, metres. */
  readonly accuracy: number;
}

/** Why a code is replaced. */
export const REPLACEMENT_CAUSES = ['damaged', 'leaked', 'moved', 'other'] as const;

/** What can be wrong with a printed code. */
export const STICKER_FINDINGS = ['two_places', 'far_from_filed', 'replaced_seen', 'replaced_scanned'] as const;
export type StickerFinding = (typeof STICKER_FINDINGS)[number];

const EARTH_RADIUS = 6_371_008.8;
/** A house has several doors, and a code may hang at each. */
const ONE_HOUSE = 100;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two places along the ground (haversine; exact to half a percent). */
export function distanceBetween(one: Position, other: Position): number {
  const [phi, otherPhi] = [radians(one.latitude), radians(other.latitude)];
  const north = Math.sin((otherPhi - phi) / 2) ** 2;
  const east = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(north + Math.cos(phi) * Math.cos(otherPhi) * east)));
}

/** Whether two positions cannot be of one house, even where both are as wrong as they may be. */
export function areApart(one: MeasuredPosition, other: MeasuredPosition): boolean {
  return distanceBetween(one, other) > one.accuracy + other.accuracy + ONE_HOUSE;
}

export interface SeenSticker {
  readonly isReplaced: boolean;
  /** Where it hangs; undefined when the device did not say. */
  readonly seen: MeasuredPosition | undefined;
  /** Where the venue is filed to be. */
  readonly filed: MeasuredPosition | undefined;
  /** Where the same code was seen before. */
  readonly before: MeasuredPosition | undefined;
}

/** What a look at a sticker finds. A code that moved since it was last seen hangs at two places, until somebody has looked. */
export function findingsOf({ isReplaced, seen, filed, before }: SeenSticker): StickerFinding[] {
  const findings: StickerFinding[] = isReplaced ? ['replaced_seen'] : [];
  if (seen === undefined) return findings;
  if (before !== undefined && areApart(seen, before)) findings.push('two_places');
  else if (filed !== undefined && areApart(seen, filed)) findings.push('far_from_filed');
  return findings;
}
