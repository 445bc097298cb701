/** A half-open span of time, `from` included and `to` not; epoch milliseconds. An end before the start is empty. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** Whether `at` lies in the span; false as soon as one of the three is not a number. */
export function holds(span: Interval, at: number): boolean {
  return span.from <= at && at < span.to;
}

/** Milliseconds two spans have in common; 0 when they only touch, or when a bound is not a number. */
export function overlapMs(a: Interval, b: Interval): number {
  const common = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return Math.max(common || 0, 0);
}
