import {
  type Crossing,
  cross,
  DEFAULT_STAY_MINUTES,
  EXPOSURE_REASONS,
  markRepeated,
  type Stay,
  stayEnd,
  type VenueClass,
} from '@tongxing/rules';
import { evidenceCode } from '../passage/public';
import type { Candidates, VenueSearch } from './candidates';
import { Contacts, reasonBits, reasonsOf } from './contacts';
import { LastIndex, settleTies, sortedBy } from './order';
import type { CaseVisit } from './visit-reads';

const MINUTE_MS = 60_000;

/** A visit with its assumed end. */
export interface CaseStay {
  readonly visit: CaseVisit;
  readonly until: number;
  readonly endKnownBy: 'exit_scan' | 'next_scan' | 'venue_class';
}

/** A stay is not assumed beyond the moment at which the question is asked. */
function known(at: number, until: number, asOf: number): number {
  return Math.max(at + MINUTE_MS, Math.min(until, asOf));
}

/** An exit ends its own stay; any other scan ends the one before it. */
function endOf(at: number, nextAt: number | undefined, nextIsExit: boolean, venueClass: VenueClass) {
  if (nextIsExit && nextAt !== undefined) return stayEnd({ at, exitAt: nextAt }, undefined, venueClass);
  return stayEnd({ at }, nextAt, venueClass);
}

export function caseStays(visits: readonly CaseVisit[], asOf: number): CaseStay[] {
  return visits.map((visit) => {
    const at = visit.at.getTime();
    const { until, endKnownBy } = endOf(at, visit.nextAt?.getTime(), visit.nextIsExit, visit.venueClass);
    return { visit, until: known(at, until, asOf), endKnownBy };
  });
}

/** Of a venue or a gate of it: the venue and all its gates, where there are any. */
export type PointsOf = ReadonlyMap<number, readonly number[]>;

/** Where to look, at every gate of the venue: from the earliest arrival that could still overlap until the lag after the case left. */
export function searchesFor(stays: readonly CaseStay[], lagMinutes: number, points: PointsOf): VenueSearch[] {
  return stays.flatMap(({ visit, until }, stay) =>
    (points.get(visit.venueId) ?? [visit.venueId]).map((venueId) => ({
      venueId,
      stay,
      venueClass: visit.venueClass,
      from: visit.at.getTime() - DEFAULT_STAY_MINUTES[visit.venueClass] * MINUTE_MS,
      to: until + lagMinutes * MINUTE_MS,
    })),
  );
}

/** Where the case was, and where was looked for others. */
export interface Looked {
  readonly stays: readonly CaseStay[];
  readonly searches: readonly VenueSearch[];
}

/** What a trace asks beyond the stays themselves. */
export interface Question {
  readonly lagMinutes: number;
  /** Epoch milliseconds at which it is asked. */
  readonly asOf: number;
}

/** Candidates that cross the case, in columns by the place of the candidate. */
class Crossings {
  readonly places: Int32Array;
  count = 0;
  readonly until: Float64Array;
  readonly overlapMinutes: Int32Array;
  readonly reasons: Uint8Array;

  constructor(candidates: number) {
    this.places = new Int32Array(candidates);
    this.until = new Float64Array(candidates);
    this.overlapMinutes = new Int32Array(candidates);
    this.reasons = new Uint8Array(candidates);
  }

  add(place: number, until: number, { overlapMinutes, reasons }: Crossing): void {
    this.places[this.count] = place;
    this.count += 1;
    this.until[place] = until;
    this.overlapMinutes[place] = overlapMinutes;
    this.reasons[place] = reasonBits(reasons);
  }
}

/** A gate is told only where there are several: at the only one everybody crosses. */
const gateOf = (searches: readonly VenueSearch[], { stay, venueId }: Pick<VenueSearch, 'stay' | 'venueId'>) =>
  searches.filter((one) => one.stay === stay).length > 1 ? { checkpointId: String(venueId) } : {};

function findCrossings({ stays, searches }: Looked, candidates: Candidates, question: Question): Crossings {
  const own = stays.map(
    ({ visit, until }, stay): Stay => ({
      at: visit.at.getTime(),
      until,
      evidence: evidenceCode.read(visit.evidence),
      ...gateOf(searches, { stay, venueId: visit.venueId }),
    }),
  );
  const gates = searches.map((search) => gateOf(searches, search));
  const found = new Crossings(candidates.count);
  for (let place = 0; place < candidates.count; place += 1) {
    const search = candidates.search[place] ?? 0;
    const stay = searches[search]?.stay ?? 0;
    const [venueClass, ownStay] = [stays[stay]?.visit.venueClass, own[stay]];
    if (venueClass === undefined || ownStay === undefined || candidates.isPart[place] === 1) continue;
    const at = candidates.at[place] ?? 0;
    const until = known(at, endOf(at, candidates.nextAt[place], candidates.nextIsExit[place] === 1, venueClass).until, question.asOf);
    const evidence = evidenceCode.read(candidates.evidence[place] ?? 0);
    const crossing = cross(ownStay, { at, until, evidence, ...gates[search] }, question);
    if (crossing !== undefined) found.add(place, until, crossing);
  }
  return found;
}

/** Who crossed the case in time and place, weightiest first. A candidate for the investigation, never a verdict. */
export function findContacts(looked: Looked, candidates: Candidates, question: Question): Contacts {
  const found = findCrossings(looked, candidates, question);
  const stayOf = Int32Array.from(candidates.search, (search) => looked.searches[search]?.stay ?? 0);
  const { places, persons } = markPersons(found, candidates, stayOf);
  const contacts = new Contacts(places.length, persons);
  let position = 0;
  for (const place of byWeight(places, found, candidates)) {
    contacts.personId[position] = candidates.personId[place] ?? 0;
    contacts.stay[position] = stayOf[place] ?? 0;
    contacts.at[position] = candidates.at[place] ?? 0;
    contacts.until[position] = found.until[place] ?? 0;
    contacts.overlapMinutes[position] = found.overlapMinutes[place] ?? 0;
    contacts.evidence[position] = candidates.evidence[place] ?? 0;
    contacts.reasons[position] = found.reasons[place] ?? 0;
    position += 1;
  }
  return contacts;
}

const NONE = -1;

/** Marks those that crossed the case several times. @returns places of the candidates that crossed it, doubles left out */
function markPersons(
  { places, count, reasons }: Crossings,
  candidates: Candidates,
  stayOf: Int32Array,
): { places: Int32Array; persons: number } {
  const { at } = candidates;
  const last = new LastIndex(candidates.personId, count);
  const before = new Int32Array(candidates.count);
  // Two scans at one moment are one stay.
  const isDouble = (place: number) => {
    for (let other = before[place] ?? NONE; other !== NONE; other = before[other] ?? NONE) {
      if (stayOf[other] === stayOf[place] && at[other] === at[place]) return true;
    }
    return false;
  };
  const markAll = (place: number) => {
    for (let one = place; one !== NONE; one = before[one] ?? NONE) reasons[one] = withRepeated(reasons[one] ?? 0);
  };
  const kept = new Int32Array(count);
  let [keptCount, persons] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const place = places[index] ?? 0;
    const previous = last.note(place);
    before[place] = previous;
    if (previous === NONE) persons += 1;
    else if (isDouble(place)) continue;
    else markAll(place);
    kept[keptCount] = place;
    keptCount += 1;
  }
  return { places: kept.subarray(0, keptCount), persons };
}

const REPEATED = new Map<number, number>();

/** By the rule, which is asked once for each set of reasons. */
function withRepeated(bits: number): number {
  const known = REPEATED.get(bits);
  if (known !== undefined) return known;
  const [first, ...rest] = reasonsOf(bits);
  if (first === undefined) return bits;
  const [marked] = markRepeated([{ reasons: [first, ...rest] }, { reasons: [first, ...rest] }]);
  const made = reasonBits(marked?.reasons ?? []);
  REPEATED.set(bits, made);
  return made;
}

const MOST_WEIGHT = 2 ** (EXPOSURE_REASONS.length + 1);
const MOST_MINUTES = 1 << 12;
/** By reason bits. */
const WEIGHTS = Array.from({ length: 1 << EXPOSURE_REASONS.length }, (_, bits) =>
  reasonsOf(bits).reduce((sum, reason) => sum + 2 ** (EXPOSURE_REASONS.length - EXPOSURE_REASONS.indexOf(reason)), 0),
);

/** More reasons first, then longer together, then earlier, then by person: the order in which an investigator would call. */
function byWeight(places: Int32Array, { overlapMinutes, reasons }: Crossings, { at, personId }: Candidates): Int32Array {
  let earliest = Infinity;
  for (const place of places) earliest = Math.min(earliest, at[place] ?? Infinity);
  const byTime = sortedBy(places, (place) => (at[place] ?? 0) - earliest);
  settleTies(
    byTime,
    (place) => at[place] ?? 0,
    (place) => personId[place] ?? 0,
  );
  return sortedBy(byTime, (place) => {
    const weight = MOST_WEIGHT - (WEIGHTS[reasons[place] ?? 0] ?? 0);
    return weight * MOST_MINUTES - Math.min(overlapMinutes[place] ?? 0, MOST_MINUTES - 1);
  });
}
