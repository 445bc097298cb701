import type { ReasonCode, Verdict } from '../vocabulary';
import type { Advice, EntryPolicy } from './types';

/** What one check found out of order. A check that finds all well finds nothing. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: ReasonCode;
  readonly advice: Advice;
  /** Whether this says something about the person for which help may be called; a missing reading does not. */
  readonly raises: boolean;
}

/** A check that could not be finished, never a colour. */
export type Outcome = Exclude<Verdict, 'pass' | 'attention' | 'stop'>;

/** A finding about the person. */
export function found(verdict: 'attention' | 'stop', reason: ReasonCode, advice: Advice): Finding {
  return { verdict, reason, advice, raises: true };
}

/**
 * What a check without a result means at this door. Nothing here is a person verdict and nothing raises.
 *
 * | policy.onUnknown   | last known good, or never known        | last known not good          |
 * | ------------------ | -------------------------------------- | ---------------------------- |
 * | `hold`             | the outcome, `wait_for_staff`          | the outcome, `wait_for_staff` |
 * | `pass_with_record` | `pass`, `go_in`; the reason is kept    | the outcome, `wait_for_staff` |
 * | `refuse`           | the outcome, `recheck_at_desk`         | the outcome, `recheck_at_desk` |
 *
 * The right column is why the last known answer is asked for: an old red answer must not call 110, and an outage
 * must not open the door for everybody who was stopped an hour ago.
 */
export function unfinished(outcome: Outcome, reason: ReasonCode, policy: EntryPolicy, wasAbnormal: boolean): Finding {
  if (policy.onUnknown === 'refuse') return { verdict: outcome, reason, advice: 'recheck_at_desk', raises: false };
  if (policy.onUnknown === 'pass_with_record' && !wasAbnormal) return { verdict: 'pass', reason, advice: 'go_in', raises: false };
  return { verdict: outcome, reason, advice: 'wait_for_staff', raises: false };
}
