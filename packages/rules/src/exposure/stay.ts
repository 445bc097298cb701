import { MINUTE_MS } from '../time/interval';
import type { VenueClass } from '../vocabulary';

/** How the end of a stay is known, strongest first. */
export const STAY_ENDS = ['exit_scan', 'next_scan', 'venue_class'] as const;
export type StayEnd = (typeof STAY_ENDS)[number];

/**
 * Minutes people usually stay, by class of place, for entries that nothing closes. Rounded up: a stay assumed too
 * short loses contacts, one too long is seen by the investigator, who reads how the end is known.
 */
export const DEFAULT_STAY_MINUTES: Readonly<Record<VenueClass, number>> = {
  residential: 12 * 60,
  village: 12 * 60,
  school: 8 * 60,
  enterprise: 9 * 60,
  market: 60,
  mall: 150,
  supermarket: 60,
  restaurant: 90,
  hospital: 180,
  pharmacy: 20,
  transport: 60,
  hotel: 12 * 60,
  entertainment: 180,
  government: 60,
  other: 60,
};

/** An exit scan later than this belongs to no entry: the one between was not scanned. */
const LONGEST_STAY_MINUTES = 24 * 60;

/** One entry; epoch milliseconds. */
export interface Entry {
  readonly at: number;
  /** The exit scan paired with it, when there is one. */
  readonly exitAt?: number;
}

function plausibleExit({ at, exitAt }: Entry): number | undefined {
  return exitAt !== undefined && exitAt > at && exitAt <= at + LONGEST_STAY_MINUTES * MINUTE_MS ? exitAt : undefined;
}

/**
 * When a stay ended, and how that is known. An exit scan counts unless the person was scanned elsewhere before it; the
 * next scan counts when it comes within the usual stay; otherwise the class of the place says. Always after `at`.
 * @param nextVisitAt epoch milliseconds of the person's next entry anywhere else
 */
export function stayEnd(
  visit: Entry,
  nextVisitAt: number | undefined,
  venueClass: VenueClass,
): { readonly until: number; readonly endKnownBy: StayEnd } {
  const exit = plausibleExit(visit);
  const until = exit ?? visit.at + DEFAULT_STAY_MINUTES[venueClass] * MINUTE_MS;
  if (nextVisitAt !== undefined && nextVisitAt > visit.at && nextVisitAt < until) return { until: nextVisitAt, endKnownBy: 'next_scan' };
  return { until, endKnownBy: exit === undefined ? 'venue_class' : 'exit_scan' };
}
