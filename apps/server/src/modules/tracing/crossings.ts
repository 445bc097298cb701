import { randomUUID } from 'node:crypto';
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
import type { Candidate, CaseVisit, ContactRow, Search } from './store';

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
function endOf({ at, nextAt, nextIsExit }: Pick<CaseVisit, 'at' | 'nextAt' | 'nextIsExit'>, venueClass: VenueClass) {
  const next = nextAt?.getTime();
  if (nextIsExit && next !== undefined) return stayEnd({ at: at.getTime(), exitAt: next }, undefined, venueClass);
  return stayEnd({ at: at.getTime() }, next, venueClass);
}

export function caseStays(visits: readonly CaseVisit[], asOf: number): CaseStay[] {
  return visits.map((visit) => {
    const at = visit.at.getTime();
    const { until, endKnownBy } = endOf(visit, visit.venueClass);
    return { visit, until: known(at, until, asOf), endKnownBy };
  });
}

/** Where to look: from the earliest arrival that could still overlap until the lag after the case left. */
export function searchesFor(stays: readonly CaseStay[], lagMinutes: number): Search[] {
  return stays.map(({ visit, until }) => ({
    venueId: visit.venueId,
    from: new Date(visit.at.getTime() - DEFAULT_STAY_MINUTES[visit.venueClass] * MINUTE_MS),
    to: new Date(until + lagMinutes * MINUTE_MS),
  }));
}

function contactStay(candidate: Candidate, venueClass: VenueClass, asOf: number): Stay {
  const at = candidate.at.getTime();
  const { until } = endOf(candidate, venueClass);
  return { at, until: known(at, until, asOf), evidence: evidenceCode.read(candidate.evidence) };
}

interface Found extends Crossing {
  readonly candidate: Candidate;
  readonly stay: Stay;
  readonly caseStay: CaseStay;
}

/** What a trace asks beyond the stays themselves. */
export interface Question {
  readonly lagMinutes: number;
  /** Epoch milliseconds at which it is asked. */
  readonly asOf: number;
}

function crossings(stays: readonly CaseStay[], candidates: readonly Candidate[], { lagMinutes, asOf }: Question): Found[] {
  return candidates.flatMap((candidate) => {
    const caseStay = stays[candidate.search];
    if (caseStay === undefined) return [];
    const stay = contactStay(candidate, caseStay.visit.venueClass, asOf);
    const own: Stay = { at: caseStay.visit.at.getTime(), until: caseStay.until, evidence: evidenceCode.read(caseStay.visit.evidence) };
    const crossing = cross(own, stay, { lagMinutes });
    return crossing === undefined ? [] : [{ ...crossing, candidate, stay, caseStay }];
  });
}

/** More reasons first, then longer together, then earlier: the order in which an investigator would call. */
function byWeight(a: Found, b: Found): number {
  const strength = (found: Found) =>
    found.reasons.reduce((sum, reason) => sum + 2 ** (EXPOSURE_REASONS.length - EXPOSURE_REASONS.indexOf(reason)), 0);
  return (
    strength(b) - strength(a) || b.overlapMinutes - a.overlapMinutes || a.stay.at - b.stay.at || a.candidate.personId - b.candidate.personId
  );
}

/** Who crossed the case in time and place, weightiest first. A candidate for the investigation, never a verdict. */
export function findContacts(stays: readonly CaseStay[], candidates: readonly Candidate[], question: Question): ContactRow[] {
  return [...groupByPerson(crossings(stays, candidates, question)).values()]
    .flatMap((found) => markRepeated(found))
    .sort(byWeight)
    .map(({ candidate, stay, caseStay, overlapMinutes, reasons }) => ({
      id: randomUUID(),
      personId: candidate.personId,
      venueId: caseStay.visit.venueId,
      at: new Date(stay.at),
      until: new Date(stay.until),
      caseAt: caseStay.visit.at,
      caseUntil: new Date(caseStay.until),
      overlapMinutes,
      evidence: candidate.evidence,
      reasons: [...reasons],
    }));
}

function groupByPerson(found: readonly Found[]): Map<number, Found[]> {
  const groups = new Map<number, Found[]>();
  for (const one of found) {
    const known = groups.get(one.candidate.personId);
    if (known === undefined) groups.set(one.candidate.personId, [one]);
    else known.push(one);
  }
  return groups;
}
