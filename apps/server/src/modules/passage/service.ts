import { eventTime, parseVenueCode } from '@tongxing/codes';
import type { DoorAnswer, ScanAnswer } from '@tongxing/contract';
import { type Decision, type Direction, decide, type EvidenceGrade, type ScanMethod } from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Vault } from '../../platform/crypto/sealing';
import { Refusal } from '../../platform/http/refusal';
import type { Metrics } from '../../platform/metrics';
import { adviceCode, directionCode, evidenceCode, methodCode, readReasons, verdictCode, writeReasons } from './codes';
import { DailySigns } from './daily-signs';
import type { Facts } from './facts';
import type { Recorder } from './recorder';
import type { VenueFact, VisitRow } from './store';

/** One scan, whichever way it came in. */
export interface Scan {
  readonly eventId: string;
  readonly personId: number;
  /** As read or typed. */
  readonly code: string;
  readonly method: ScanMethod;
  readonly evidence: EvidenceGrade;
  readonly direction: Direction;
  readonly temperatureC?: number | undefined;
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
  readonly metrics: Metrics;
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
    const parsed = parseVenueCode(input);
    const venue = parsed.ok ? this.options.facts.venueByCode(parsed.code) : undefined;
    if (venue === undefined) throw new Refusal('VENUE_CODE_UNKNOWN');
    return venue;
  }

  async pass(given: Scan): Promise<ScanAnswer> {
    // One way of writing an id: the database gives it back in small letters, and the answer is found by it.
    const scan = { ...given, eventId: given.eventId.toLowerCase() };
    const { recorder, metrics } = this.options;
    const venue = this.venueOf(scan.code);
    const at = this.captureTime(scan.eventId);
    const decision = this.decide(scan, venue);
    const { row, isRepeated } = await recorder.record({ row: this.rowOf(scan, venue, at, decision), raises: decision.raise.incident });
    if (row.personId !== scan.personId) throw new Refusal('EVENT_ID_TAKEN');
    if (!isRepeated) metrics.verdicts.inc({ verdict: decision.verdict });
    return this.answer(row, isRepeated);
  }

  /** Seed of the changing figure, today. */
  sign(venue: VenueFact): string {
    return this.signs.of(venue);
  }

  /** What the door screen is told of a visit: no person, no reason. */
  doorAnswer(row: Pick<VisitRow, 'eventId' | 'recordedAt' | 'verdict' | 'advice'>, venue: VenueFact): DoorAnswer {
    return {
      eventId: row.eventId,
      at: row.recordedAt.toISOString(),
      verdict: verdictCode.read(row.verdict),
      advice: adviceCode.read(row.advice),
      checkpoint: null,
      sign: this.sign(venue),
    };
  }

  private captureTime(eventId: string): number {
    const at = eventTime(eventId);
    const now = this.options.clock.now();
    if (at === undefined || at > now + AHEAD_MS || at < now - LATEST_MS) throw new Refusal('EVENT_TIME_OUT_OF_RANGE');
    return at;
  }

  private decide(scan: Scan, venue: VenueFact): Decision {
    const { facts, clock } = this.options;
    const now = clock.now();
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

  private rowOf(scan: Scan, venue: VenueFact, at: number, decision: Decision): VisitRow {
    return {
      eventId: scan.eventId,
      at: new Date(at),
      recordedAt: new Date(this.options.clock.now()),
      personId: scan.personId,
      venueId: venue.id,
      verdict: verdictCode.write(decision.verdict),
      advice: adviceCode.write(decision.advice),
      evidence: evidenceCode.write(scan.evidence),
      method: methodCode.write(scan.method),
      direction: directionCode.write(scan.direction),
      temperature: scan.temperatureC === undefined ? null : Math.round(scan.temperatureC * 10),
      reasons: writeReasons(decision.reasons),
    };
  }

  private answer(row: VisitRow, repeated: boolean): ScanAnswer {
    const venue = this.options.facts.venueById(row.venueId);
    if (venue === undefined) throw new Error(`visit at unknown venue ${row.venueId}`);
    return {
      eventId: row.eventId,
      at: row.at.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      verdict: verdictCode.read(row.verdict),
      reasons: readReasons(row.reasons),
      advice: adviceCode.read(row.advice),
      evidence: evidenceCode.read(row.evidence),
      venue: venueRef(venue),
      sign: this.sign(venue),
      repeated,
    };
  }
}

export function venueRef(venue: VenueFact) {
  return { id: venue.publicId, name: venue.name, address: venue.address, checkpoint: null };
}
