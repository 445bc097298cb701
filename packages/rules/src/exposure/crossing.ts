import { holds, MINUTE_MS, overlapMs } from '../time/interval';
import { EVIDENCE_GRADES, type EvidenceGrade, type ExposureReason } from '../vocabulary';

/** A stay of somebody at one venue, half-open; epoch milliseconds. */
export interface Stay {
  readonly at: number;
  readonly until: number;
  /** Absent when the venue's own code was scanned. */
  readonly checkpointId?: string;
  readonly evidence: EvidenceGrade;
}

/** That two stays at one venue crossed, and why the person is on the list. A candidate for 流调, never a verdict. */
export interface Crossing {
  /** Minutes both were there, a begun minute counted; 0 when the contact came after the case had left. */
  readonly overlapMinutes: number;
  /** In the order of `EXPOSURE_REASONS`. */
  readonly reasons: readonly [ExposureReason, ...ExposureReason[]];
}

const WEAKEST_STRONG = EVIDENCE_GRADES.indexOf('rotating');

function timeReason(caseStay: Stay, contactStay: Stay, lagMinutes: number, overlap: number): ExposureReason | undefined {
  if (overlap > 0) return 'same_time';
  const lag = { from: caseStay.until, to: caseStay.until + lagMinutes * MINUTE_MS };
  return holds(lag, contactStay.at) ? 'after_case_left' : undefined;
}

function placeReasons(caseStay: Stay, contactStay: Stay): ExposureReason[] {
  const reasons: ExposureReason[] = [];
  const { checkpointId } = caseStay;
  if (checkpointId !== undefined && checkpointId === contactStay.checkpointId) reasons.push('same_checkpoint');
  if (EVIDENCE_GRADES.indexOf(contactStay.evidence) >= WEAKEST_STRONG) reasons.push('strong_evidence');
  return reasons;
}

/**
 * Whether a contact's stay crosses the case's at the same venue: both there at one time, or the contact arriving less
 * than `lagMinutes` after the case left. The caller has matched the venue. `undefined` when they do not cross.
 *
 * `strong_evidence` speaks of the contact only: a rotating code, staff or a device saw the person. A photographed
 * sticker proves little presence, so such a row is there without it.
 */
export function cross(caseStay: Stay, contactStay: Stay, { lagMinutes }: { readonly lagMinutes: number }): Crossing | undefined {
  const overlap = overlapMs({ from: caseStay.at, to: caseStay.until }, { from: contactStay.at, to: contactStay.until });
  const reason = timeReason(caseStay, contactStay, lagMinutes, overlap);
  if (reason === undefined) return undefined;
  return { overlapMinutes: Math.ceil(overlap / MINUTE_MS), reasons: [reason, ...placeReasons(caseStay, contactStay)] };
}

function withRepeated(reasons: Crossing['reasons']): Crossing['reasons'] {
  if (reasons.includes('repeated')) return reasons;
  const [first, ...rest] = reasons;
  const before = rest.filter((reason) => reason !== 'strong_evidence');
  return [first, ...before, 'repeated', ...rest.slice(before.length)];
}

/** Adds `repeated` to every crossing of one person when there are several; the order of the list is kept. */
export function markRepeated<T extends Pick<Crossing, 'reasons'>>(crossingsOfOnePerson: readonly T[]): T[] {
  if (crossingsOfOnePerson.length < 2) return [...crossingsOfOnePerson];
  return crossingsOfOnePerson.map((crossing) => ({ ...crossing, reasons: withRepeated(crossing.reasons) }));
}
