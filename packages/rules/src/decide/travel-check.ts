import type { Regime } from '../vocabulary';
import { type Finding, found, unfinished } from './finding';
import { isStale } from './freshness';
import type { EntryPolicy, TravelFacts } from './types';

function isAsked(policy: EntryPolicy, regime: Regime): boolean {
  return policy.checkTravel === 'always' || (policy.checkTravel === 'by_regime' && regime === 'risk_areas');
}

/**
 * Every sign of the Yangzhou notice that applies. A stay in a risk area, and a red, orange or yellow arrow, stop;
 * `*` only says that a city passed *has* a risk area, so staff look at the itinerary again.
 */
function signsOf(travel: TravelFacts): Finding[] {
  const signs: Finding[] = [];
  if (travel.throughRiskArea) signs.push(found('stop', 'TRAVEL_RISK_AREA', 'wait_for_staff'));
  if (travel.arrow === 'red') signs.push(found('stop', 'TRAVEL_ARROW_RED', 'wait_for_staff'));
  if (travel.arrow === 'orange' || travel.arrow === 'yellow') signs.push(found('stop', 'TRAVEL_ARROW_YELLOW', 'wait_for_staff'));
  if (travel.star) signs.push(found('attention', 'TRAVEL_STAR', 'recheck_at_desk'));
  return signs;
}

/** Itinerary against policy and regime. Signs count only while the itinerary is known and fresh. */
export function checkTravel(travel: TravelFacts, policy: EntryPolicy, regime: Regime, now: number): readonly Finding[] {
  if (!isAsked(policy, regime)) return [];
  const signs = signsOf(travel);
  const wasAbnormal = signs.length > 0;
  if (travel.kind === 'unknown') return [unfinished('unknown', 'TRAVEL_UNKNOWN', policy, wasAbnormal)];
  if (travel.kind === 'stale' || isStale(travel.asOf, policy, now)) return [unfinished('stale', 'TRAVEL_STALE', policy, wasAbnormal)];
  return signs;
}
