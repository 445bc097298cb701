import type { Verdict } from '../vocabulary';

/**
 * Order from best to worst, used to combine answers and to state monotonicity. The check outcomes stand between
 * `pass` and `attention`..`stop`: not knowing is worse than knowing all is well and better than knowing it is not.
 */
const ORDER: Readonly<Record<Verdict, number>> = { pass: 0, stale: 1, expired: 2, unknown: 3, timeout: 4, attention: 5, stop: 6 };

/** 0 (best) to 6 (worst). */
export function severity(verdict: Verdict): number {
  return ORDER[verdict];
}

export function worst(a: Verdict, b: Verdict): Verdict {
  return ORDER[a] >= ORDER[b] ? a : b;
}
