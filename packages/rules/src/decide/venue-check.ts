import type { VenueState } from '../vocabulary';
import type { Decision } from './types';

function closed(reason: Decision['reasons'][0], advice: Decision['advice']): Decision {
  return { verdict: 'unknown', reasons: [reason], advice, raise: { warning: false, incident: false } };
}

const CLOSED: Readonly<Record<VenueState, Decision | undefined>> = {
  active: undefined,
  suspended: closed('VENUE_SUSPENDED', 'not_open'),
  replaced: closed('VENUE_REPLACED', 'use_current_code'),
  retired: closed('VENUE_RETIRED', 'use_current_code'),
};

/** The whole answer of a place that is not open; nothing is said about the person. */
export function answerOfClosedVenue(state: VenueState): Decision | undefined {
  return CLOSED[state];
}
