import {
  type Crossing,
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
import type { Candidate, VenueSearch } from './candidates';
import type { Contact } from './contact-store';
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

interface Found extends Crossing {
  readonly candidate: Candidate;
  readonly until: number;
  readonly caseStay: CaseStay;
}

/** What a trace asks beyond the stays themselves. */
export interface Question {
  readonly lagMinutes: number;
  /** Epoch milliseconds at which it is asked. */
  readonly asOf: number;
}

function crossings(stays: readonly CaseStay[], candidates: readonly Candidate[], question: Question): Found[] {
  const own = stays.map(({ visit, until }): Stay => ({ at: visit.at.getTime(), until, evidence: evidenceCode.read(visit.evidence) }));
  const found: Found[] = [];
  for (const candidate of candidates) {
    const [caseStay, ownStay] = [stays[candidate.search], own[candidate.search]];
    if (caseStay === undefined || ownStay === undefined) continue;
    const { at, nextAt, nextIsExit, evidence } = candidate;
    const until = known(at, endOf(at, nextAt, nextIsExit, caseStay.visit.venueClass).until, question.asOf);
    const crossing = cross(ownStay, { at, until, evidence: evidenceCode.read(evidence) }, question);
    if (crossing !== undefined)
      found.push({ overlapMinutes: crossing.overlapMinutes, reasons: crossing.reasons, candidate, until, caseStay });
  }
  return found;
}

const WEIGHTS = Object.fromEntries(EXPOSURE_REASONS.map((reason, place) => [reason, 2 ** (EXPOSURE_REASONS.length - place)])) as Readonly<
  Record<ExposureReason, number>
>;
const weightOf = (reasons: readonly ExposureReason[]) => reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);

/** More reasons first, then longer together, then earlier: the order in which an investigator would call. */
function byWeight(a: Contact & { weight: number }, b: Contact & { weight: number }): number {
  return b.weight - a.weight || b.overlapMinutes - a.overlapMinutes || a.at - b.at || a.personId - b.personId || a.caseAt - b.caseAt;
}

/** Who crossed the case in time and place, weightiest first. A candidate for the investigation, never a verdict. */
export function findContacts(stays: readonly CaseStay[], candidates: readonly Candidate[], question: Question): Contact[] {
  const contacts: (Contact & { weight: number })[] = [];
  for (const group of groupByPerson(crossings(stays, candidates, question)).values()) {
    for (const { candidate, until, caseStay, overlapMinutes, reasons } of markRepeated(group)) {
      contacts.push({
        personId: candidate.personId,
        venueId: caseStay.visit.venueId,
        at: candidate.at,
        until,
        caseAt: caseStay.visit.at.getTime(),
        caseUntil: caseStay.until,
        overlapMinutes,
        evidence: candidate.evidence,
        reasons,
        weight: weightOf(reasons),
      });
    }
  }
  return contacts.sort(byWeight);
}

function groupByPerson(found: readonly Found[]): Map<number, Found[]> {
  const groups = new Map<number, Found[]>();
  for (const one of found) {
    const group = groups.get(one.candidate.personId);
    if (group === undefined) groups.set(one.candidate.personId, [one]);
    // Two scans at one moment, or an exit beside its entry, are one stay.
    else if (!group.some((other) => other.caseStay === one.caseStay && other.candidate.at === one.candidate.at)) group.push(one);
  }
  return groups;
}
