import type { ScanAnswer, VenueRef } from '@tongxing/contract';
import type { Advice, EvidenceGrade, ReasonCode, Verdict } from '@tongxing/rules';
import { isoInstant } from '../../platform/instants';
import { adviceCode, evidenceCode, readReasons, verdictCode } from './codes';
import type { VisitRow } from './store';
import type { VenueFact } from './venue-roster';

/** What an answer needs of a venue. */
export type AnsweringVenue = Pick<VenueFact, 'ref' | 'refBytes'>;

/** The answer to a scan, made of the row on disk: whoever repeats a scan gets the first answer again. */
export class PassedScan implements ScanAnswer {
  readonly #row: VisitRow;
  readonly #venue: AnsweringVenue;

  constructor(
    row: VisitRow,
    venue: AnsweringVenue,
    readonly sign: string,
    readonly repeated: boolean,
    readonly stale: boolean,
  ) {
    this.#row = row;
    this.#venue = venue;
  }

  get eventId(): string {
    return this.#row.eventId;
  }

  get at(): string {
    return isoInstant(this.#row.at.getTime());
  }

  get recordedAt(): string {
    return isoInstant(this.#row.recordedAt.getTime());
  }

  get verdict(): Verdict {
    return verdictCode.read(this.#row.verdict);
  }

  get reasons(): ReasonCode[] {
    return readReasons(this.#row.reasons);
  }

  get advice(): Advice {
    return adviceCode.read(this.#row.advice);
  }

  get evidence(): EvidenceGrade {
    return evidenceCode.read(this.#row.evidence);
  }

  get venue(): VenueRef {
    return this.#venue.ref;
  }

  /**
   * Its JSON in UTF-8, one byte a character. Written by hand for the one answer of which there are 20,000 a second: what
   * is not the venue's are numbers, times and words of our own, and the venue's stands ready.
   */
  bytes(): string {
    const { eventId, at, recordedAt, verdict, reasons, advice, evidence, sign, repeated, stale } = this;
    return `{"eventId":"${eventId}","at":"${at}","recordedAt":"${recordedAt}","verdict":"${verdict}","reasons":["${reasons.join('","')}"],"advice":"${advice}","evidence":"${evidence}","venue":${this.#venue.refBytes},"sign":"${sign}","repeated":${repeated},"stale":${stale}}`;
  }
}
