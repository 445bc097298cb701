import type { Colour, ReasonCode } from '../vocabulary';
import { type Finding, found, type Outcome, unfinished } from './finding';
import { isStale } from './freshness';
import type { EntryPolicy, HealthFacts } from './types';

type KnownHealth = Extract<HealthFacts, { kind: 'known' }>;

const FINDING_OF_COLOUR: Readonly<Record<Colour, Finding | undefined>> = {
  green: undefined,
  yellow: found('attention', 'HEALTH_YELLOW', 'recheck_at_desk'),
  red: found('stop', 'HEALTH_RED', 'wait_for_staff'),
};

const REASON_OF_OUTCOME: Readonly<Record<Outcome, ReasonCode>> = {
  unknown: 'HEALTH_UNKNOWN',
  expired: 'HEALTH_EXPIRED',
  stale: 'HEALTH_STALE',
  timeout: 'HEALTH_TIMEOUT',
};

/** Expiry is looked at first: it is the worse of the two. A bound that is not a number counts as passed. */
function ageOutcome(health: KnownHealth, policy: EntryPolicy, now: number): Outcome | undefined {
  if (health.validUntil !== undefined && !(now < health.validUntil)) return 'expired';
  return isStale(health.asOf, policy, now) ? 'stale' : undefined;
}

/** Health colour against the policy. The colour counts only while it is fresh and valid. */
export function checkHealth(health: HealthFacts, policy: EntryPolicy, now: number): Finding | undefined {
  if (!policy.checkHealth) return undefined;
  if (health.kind !== 'known') return unfinished(health.kind, REASON_OF_OUTCOME[health.kind], policy, false);
  const outcome = ageOutcome(health, policy, now);
  if (outcome === undefined) return FINDING_OF_COLOUR[health.colour];
  return unfinished(outcome, REASON_OF_OUTCOME[outcome], policy, health.colour !== 'green');
}
