import {
  cross,
  DEFAULT_STAY_MINUTES,
  EXPOSURE_REASONS,
  type ExposureReason,
  markRepeated,
  type Stay,
  stayEnd,
  type VenueClass,
} from '@tongxing/rules';
import { evidenceCode } from '../passage/public';
import type { Candidates, VenueSearch } from './candidates';
import { type Contacts, reasonBits, reasonsOf } from './contacts';
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

/** Where to look: from the earliest arrival that could still overlap until the lag after the case left. */
export function searchesFor(stays: readonly CaseStay[], lagMinutes: number): VenueSearch[] {
  return stays.map(({ visit, until }) => ({
    venueId: visit.venueId,
    venueClass: visit.venueClass,
    from: visit.at.getTime() - DEFAULT_STAY_MINUTES[visit.venueClass] * MINUTE_MS,
    to: until + lagMinutes * MINUTE_MS,
  }));
}

/** What a trace asks beyond the stays themselves. */
export interface Question {
  readonly lagMinutes: number;
  /** Epoch milliseconds at which it is asked. */
  readonly asOf: number;
}

/** Candidates that cross the case, in columns; `place` is that of the candidate. */
interface Crossings {
  readonly place: number[];
  readonly until: number[];
  readonly overlapMinutes: number[];
  readonly reasons: number[];
}

function crossings(stays: readonly CaseStay[], candidates: Candidates, question: Question): Crossings {
  const own = stays.map(({ visit, until }): Stay => ({ at: visit.at.getTime(), until, evidence: evidenceCode.read(visit.evidence) }));
  const found: Crossings = { place: [], until: [], overlapMinutes: [], reasons: [] };
  for (let place = 0; place < candidates.count; place += 1) {
    const search = candidates.search[place] ?? 0;
    const [venueClass, ownStay] = [stays[search]?.visit.venueClass, own[search]];
    if (venueClass === undefined || ownStay === undefined || candidates.isPart[place] === 1) continue;
    const at = candidates.at[place] ?? 0;
    const until = known(at, endOf(at, candidates.nextAt[place], candidates.nextIsExit[place] === 1, venueClass).until, question.asOf);
    const crossing = cross(ownStay, { at, until, evidence: evidenceCode.read(candidates.evidence[place] ?? 0) }, question);
    if (crossing === undefined) continue;
    found.place.push(place);
    found.until.push(until);
    found.overlapMinutes.push(crossing.overlapMinutes);
    found.reasons.push(reasonBits(crossing.reasons));
  }
  return found;
}

/** Who crossed the case in time and place, weightiest first. A candidate for the investigation, never a verdict. */
export function findContacts(stays: readonly CaseStay[], candidates: Candidates, question: Question): Contacts {
  const found = crossings(stays, candidates, question);
  const contacts: Contacts = { personId: [], stay: [], at: [], until: [], overlapMinutes: [], evidence: [], reasons: [] };
  for (const index of byWeight(markPersons(found, candidates), found, candidates)) {
    const place = found.place[index] ?? 0;
    contacts.personId.push(candidates.personId[place] ?? 0);
    contacts.stay.push(candidates.search[place] ?? 0);
    contacts.at.push(candidates.at[place] ?? 0);
    contacts.until.push(found.until[index] ?? 0);
    contacts.overlapMinutes.push(found.overlapMinutes[index] ?? 0);
    contacts.evidence.push(candidates.evidence[place] ?? 0);
    contacts.reasons.push(found.reasons[index] ?? 0);
  }
  return contacts;
}

/** Sort keys hold a value and an index in one number: typed arrays are sorted by machine code, objects by a callback. */
const INDEX_SPACE = 2 ** 21;

function sortedBy(indexes: readonly number[], value: (index: number) => number): number[] {
  if (indexes.length > INDEX_SPACE) throw new RangeError(`more than ${INDEX_SPACE} contacts of one case: ask for a shorter window`);
  const keys = Float64Array.from(indexes, (index, place) => value(index) * INDEX_SPACE + place).sort();
  return Array.from(keys, (key) => indexes[key % INDEX_SPACE] ?? 0);
}

/** Marks those that crossed the case several times. @returns indexes of the crossings by person, doubles left out */
function markPersons({ place, reasons }: Crossings, candidates: Candidates): number[] {
  const personOf = (index: number | undefined) => candidates.personId[place[index ?? -1] ?? -1];
  const isSame = (a: number, b: number) => {
    const [one, other] = [place[a] ?? -1, place[b] ?? -1];
    return candidates.search[one] === candidates.search[other] && candidates.at[one] === candidates.at[other];
  };
  const kept: number[] = [];
  for (const ofPerson of groups(
    sortedBy(Array.from(place.keys()), (index) => personOf(index) ?? 0),
    personOf,
  )) {
    // Two scans at one moment are one stay.
    const stays = ofPerson.filter((index, nth) => !ofPerson.slice(0, nth).some((other) => isSame(other, index)));
    if (stays.length > 1) for (const index of stays) reasons[index] = withRepeated(reasons[index] ?? 0);
    kept.push(...stays);
  }
  return kept;
}

/** Neighbours with one key. */
function* groups(indexes: readonly number[], keyOf: (index: number) => number | undefined): Generator<readonly number[]> {
  let first = 0;
  for (let next = 1; next <= indexes.length; next += 1) {
    const [one, other] = [indexes[first], indexes[next]];
    if (one !== undefined && other !== undefined && keyOf(one) === keyOf(other)) continue;
    yield indexes.slice(first, next);
    first = next;
  }
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

const weightOf = (bits: number) => {
  const weigh = (sum: number, reason: ExposureReason) => sum + 2 ** (EXPOSURE_REASONS.length - EXPOSURE_REASONS.indexOf(reason));
  return reasonsOf(bits).reduce(weigh, 0);
};
const MOST_MINUTES = 1 << 12;

/** More reasons first, then longer together, then earlier, then by person: the order in which an investigator would call. */
function byWeight(indexes: readonly number[], { place, overlapMinutes, reasons }: Crossings, candidates: Candidates): number[] {
  const weights = new Map<number, number>();
  for (const bits of new Set(reasons)) weights.set(bits, weightOf(bits));
  const earliest = indexes.reduce((least, index) => Math.min(least, candidates.at[place[index] ?? 0] ?? 0), Infinity);
  const byTime = sortedBy(indexes, (index) => (candidates.at[place[index] ?? 0] ?? 0) - earliest);
  // Both sorts keep the order of equals.
  return sortedBy(
    byTime,
    (index) =>
      -((weights.get(reasons[index] ?? 0) ?? 0) * MOST_MINUTES + Math.min(overlapMinutes[index] ?? 0, MOST_MINUTES - 1)) + MOST_WEIGHT,
  );
}

/** Above every weight, so that a key is never below zero. */
const MOST_WEIGHT = 2 ** (EXPOSURE_REASONS.length + 1) * MOST_MINUTES;
