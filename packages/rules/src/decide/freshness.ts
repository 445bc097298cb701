import type { EntryPolicy } from './types';

/**
 * Whether a fact is too old to answer with. A policy that sets a limit wants a time: a fact that carries none, or one
 * that is not a number, is stale.
 * @param asOf epoch milliseconds at which the fact was last known to be true
 * @param now epoch milliseconds
 */
export function isStale(asOf: number | undefined, policy: EntryPolicy, now: number): boolean {
  if (policy.staleAfterMs === undefined) return false;
  return asOf === undefined || !(now - asOf <= policy.staleAfterMs);
}
