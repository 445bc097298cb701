import { eventTime, parseVenueCode } from '@tongxing/codes';
import type { DoorAnswer } from '@tongxing/contract';
import { type Decision, type Direction, decide, type EvidenceGrade, type ScanMethod, type Temperature } from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Vault } from '../../platform/crypto/sealing';
import { Refusal } from '../../platform/http/refusal';
import { isoInstant } from '../../platform/instants';
import { adviceCode, directionCode, evidenceCode, methodCode, verdictCode, writeReasons } from './codes';
import { DailySigns } from './daily-signs';
import type { Facts } from './facts';
import { isLate } from './lateness';
import { PassedScan } from './passed-scan';
import type { Recorder } from './recorder';
import type { VisitRow } from './store';
import type { VenueFact } from './venue-roster';
import type { ScanClass } from './waiting-line';

/** One scan, whichever way it came in. */
export interface Scan {
  readonly eventId: string;
  readonly personId: number;
  /** As read or typed. */
  readonly code: string;
  readonly method: ScanMethod;
  readonly evidence: EvidenceGrade;
  readonly direction: Direction;
  readonly temperatureC?: Temperature | undefined;
}

/** A scan may arrive this long after it was captured (a phone without network) … */
export const LATEST_MS = 72 * 3_600_000;
/** … and this far ahead of our clock. */
const AHEAD_MS = 5 * 60_000;

export interface PassageOptions {
  readonly facts: Facts;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly timeZone: string;
}

/** Parse, gather, decide, record: the one path every scan takes. */
export class Passage {
  private readonly signs: DailySigns;

  constructor(private readonly options: PassageOptions) {
    this.signs = new DailySigns(options.vault, options.clock, options.timeZone);
  }

  /** @throws {Refusal} VENUE_CODE_UNKNOWN for what is not one of our codes. */
  venueOf(input: string): VenueFact {
    // What a phone read from a poster is canonical; what somebody typed is brought into that form.
    const venue = this.options.facts.venueByCode(input) ?? this.venueTyped(input);
    if (venue === undefined) throw new Refusal('VENUE_CODE_UNKNOWN');
    return venue;
  }

  private venueTyped(input: string): VenueFact | undefined {
    const parsed = parseVenueCode(input);
    return parsed.ok ? this.options.facts.venueByCode(parsed.code) : undefined;
  }

  /**
   * Resolves when the visit is on disk.
   * @throws {Refusal} for a code, a time or an event id that cannot be; UNAVAILABLE to come back with the same event id.
   */
  async pass(scan: Scan): Promise<PassedScan> {
    const venue = this.venueOf(scan.code);
    const now = this.options.clock.now();
    const at = captureTime(scan.eventId, now);
    const directed = venue.directions === 'both' ? scan : { ...scan, direction: venue.directions };
    const decision = this.decide(directed, venue, now);
    const isStale = this.options.facts.isStale;
    const visit = rowOf(directed, venue, at, now, decision);
    const { row, isRepeated } = await this.options.recorder.record({
      row: visit,
      scanClass: isLate(visit) ? 'late' : classOf(scan.method),
      raises: decision.raise.warning,
    });
    const answering = row.venueId === venue.id ? venue : this.venueOfVisit(row);
    return new PassedScan(row, answering, this.sign(answering), isRepeated, isStale && !isRepeated);
  }

  /** Refuses what {@link pass} would refuse of a scan whoever comes. @throws {Refusal} for its code or its time. */
  requirePossible({ code, eventId }: Pick<Scan, 'code' | 'eventId'>): void {
    this.venueOf(code);
    captureTime(eventId, this.options.clock.now());
  }

  /** Seed of the changing figure, today. */
  sign(venue: VenueFact): string {
    return this.signs.of(venue);
  }

  /** What the door screen is told of a visit: no person, no reason. */
  doorAnswer(row: Pick<VisitRow, 'eventId' | 'recordedAt' | 'verdict' | 'advice'>, venue: VenueFact): DoorAnswer {
    return {
      eventId: row.eventId,
      at: isoInstant(row.recordedAt.getTime()),
      verdict: verdictCode.read(row.verdict),
      advice: adviceCode.read(row.advice),
      checkpoint: venue.ref.checkpoint,
      sign: this.sign(venue),
    };
  }

  private decide(scan: Scan, venue: VenueFact, now: number): Decision {
    const { facts } = this.options;
    const { method, evidence, direction, temperatureC } = scan;
    return decide({
      scan: { method, evidence, direction, ...(temperatureC === undefined ? {} : { temperatureC }) },
      venue,
      policy: facts.policyOf(venue.scene),
      regime: facts.regimeOf(venue.divisionCode),
      health: facts.healthOf(scan.personId, now),
      travel: facts.travelOf(scan.personId, now),
      now,
    });
  }

  /** Of an event that was recorded before, at another place. */
  private venueOfVisit({ venueId }: VisitRow): VenueFact {
    const venue = this.options.facts.venueById(venueId);
    if (venue === undefined) throw new Error(`visit at unknown venue ${venueId}`);
    return venue;
  }
}

/** Tenths of a degree; 0 for one that was found normal and not written down. */
function temperatureOf(measured: Temperature | undefined): number | null {
  if (measured === undefined) return null;
  return measured === 'normal' ? 0 : Math.round(measured * 10);
}

function classOf(method: ScanMethod): ScanClass {
  if (method === 'resident') return 'resident';
  return method === 'device' || method === 'id_card' ? 'device' : 'staff';
}

/** @throws {Refusal} for an event id whose time cannot be that of a scan now. */
function captureTime(eventId: string, now: number): number {
  const at = eventTime(eventId);
  if (at === undefined || at > now + AHEAD_MS || at < now - LATEST_MS) throw new Refusal('EVENT_TIME_OUT_OF_RANGE');
  return at;
}

function rowOf(scan: Scan, venue: VenueFact, at: number, now: number, decision: Decision): VisitRow {
  return {
    // One way of writing an id: the database gives it back in small letters, and the answer is found by it.
    eventId: scan.eventId.toLowerCase(),
    at: new Date(at),
    recordedAt: new Date(now),
    personId: scan.personId,
    venueId: venue.id,
    verdict: verdictCode.write(decision.verdict),
    advice: adviceCode.write(decision.advice),
    evidence: evidenceCode.write(scan.evidence),
    method: methodCode.write(scan.method),
    direction: directionCode.write(scan.direction),
    temperature: temperatureOf(scan.temperatureC),
    reasons: writeReasons(decision.reasons),
  };
}
