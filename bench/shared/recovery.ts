import type { SecondOfLoad } from '../load/plan';

/** Within this of the normal p99 is normal. */
const TOLERANCE = 1.2;
const IN_A_ROW = 3;

/**
 * Seconds from the end of an overload to the first of three in a row that are normal again; what was then still waiting
 * counts in the second in which it was scheduled.
 * @param after seconds since the overload ended
 * @returns null when there were no such three
 */
export function secondsToRecover(after: readonly SecondOfLoad[], normalP99Ms: number): number | null {
  const isNormal = after.map((second) => second.refused === 0 && second.accepted > 0 && second.p99Ms <= normalP99Ms * TOLERANCE);
  const found = isNormal.findIndex(
    (_, index) => index + IN_A_ROW <= isNormal.length && isNormal.slice(index, index + IN_A_ROW).every(Boolean),
  );
  return found < 0 ? null : found;
}
