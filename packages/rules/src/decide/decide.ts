import { REASON_CODES, type ReasonCode, type Verdict } from '../vocabulary';
import type { Finding } from './finding';
import { checkHealth } from './health-check';
import { severity, worst } from './severity';
import { checkTemperature } from './temperature-check';
import { checkTravel } from './travel-check';
import type { DecideInput, Decision, EntryPolicy } from './types';
import { answerOfClosedVenue } from './venue-check';

function byWeight(a: Finding, b: Finding): number {
  return severity(b.verdict) - severity(a.verdict) || REASON_CODES.indexOf(a.reason) - REASON_CODES.indexOf(b.reason);
}

function findingsOf({ scan, policy, regime, health, travel, now }: DecideInput): readonly Finding[] {
  return [checkHealth(health, policy, now), ...checkTravel(travel, policy, regime, now), checkTemperature(scan.temperatureC, policy)]
    .filter((finding) => finding !== undefined)
    .sort(byWeight);
}

/** Says only what was looked at: a door that does not ask for the colour must not record a green one. */
function answerOfNoFinding(policy: EntryPolicy): Decision {
  const reason: ReasonCode = policy.checkHealth ? 'HEALTH_GREEN' : 'HEALTH_NOT_CHECKED';
  return { verdict: 'pass', reasons: [reason], advice: 'go_in', raise: { warning: false, incident: false } };
}

/** A window that only reminds keeps what was found, says so as its last reason, and calls nobody. */
function reminder(first: Finding, rest: readonly Finding[], verdict: Verdict): Decision {
  return {
    verdict: verdict === 'stop' ? 'attention' : verdict,
    reasons: [first.reason, ...rest.map((finding) => finding.reason), 'REMIND_ONLY'],
    advice: 'remind',
    raise: { warning: false, incident: false },
  };
}

/**
 * The one answer to a scan, for phone, door, device and late upload alike. Pure and total: the same input always
 * gives the same answer, and no input throws. The worst finding decides; every other one is kept as a reason, worst
 * first, ties in the order of `REASON_CODES`.
 *
 * - A place that is not active answers for itself: `unknown`, nothing about the person, nothing raised.
 * - Monotone: any fact about the person made worse, or the policy made stricter, never gives a better verdict. Age is
 *   the exception that must be one: an old red answer becomes `expired` or `stale`, which never passes (see the table
 *   at `unfinished`) and never raises.
 * - Warning and incident are raised together, by findings about the person from `policy.raiseFrom` on; never by an
 *   unfinished check, a missing or implausible reading, or where the policy only reminds.
 */
export function decide(input: DecideInput): Decision {
  const closed = answerOfClosedVenue(input.venue.state);
  if (closed) return closed;
  const { policy } = input;
  const [first, ...rest] = findingsOf(input);
  if (!first) return answerOfNoFinding(policy);
  const verdict = rest.reduce((sofar, finding) => worst(sofar, finding.verdict), first.verdict);
  if (policy.remindOnly && verdict !== 'pass') return reminder(first, rest, verdict);
  const raises = [first, ...rest].some((finding) => finding.raises && severity(finding.verdict) >= severity(policy.raiseFrom));
  return {
    verdict,
    reasons: [first.reason, ...rest.map((finding) => finding.reason)],
    advice: first.advice,
    raise: { warning: raises, incident: raises },
  };
}
