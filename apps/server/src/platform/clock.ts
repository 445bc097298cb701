/** Time and randomness come from here, so that tests can hold both still. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** Clocks of nodes are so far apart at most, ms. What was written later than that is of a clock that was set back since. */
export const CLOCKS_APART_MS = 60_000;

/**
 * What lies further ahead than this, ms, was written by a clock that was ahead for a moment, and counts for nothing. A clock
 * that is set back by less signs nobody out.
 */
export const FUTURE_MS = 3_600_000;

export const systemClock: Clock = { now: () => Date.now() };
