import { EXPOSURE_REASONS, type ExposureReason } from '@tongxing/rules';

/** People whose stays cross the case's, weightiest first; in columns, since there can be tens of thousands. */
export class Contacts {
  readonly personId: Int32Array;
  /** Place of the case's stay that is crossed. */
  readonly stay: Int32Array;
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  readonly until: Float64Array;
  readonly overlapMinutes: Int32Array;
  readonly evidence: Uint8Array;
  /** See {@link reasonBits}. */
  readonly reasons: Uint8Array;

  constructor(
    readonly count: number,
    /** Different persons among them. */
    readonly persons: number,
  ) {
    this.personId = new Int32Array(count);
    this.stay = new Int32Array(count);
    this.at = new Float64Array(count);
    this.until = new Float64Array(count);
    this.overlapMinutes = new Int32Array(count);
    this.evidence = new Uint8Array(count);
    this.reasons = new Uint8Array(count);
  }
}

/** One bit a reason, lowest first: the place in the vocabulary, which only grows at its end. */
const BITS = Object.fromEntries(EXPOSURE_REASONS.map((reason, place) => [reason, 1 << place])) as Readonly<Record<ExposureReason, number>>;

export function reasonBits(reasons: readonly ExposureReason[]): number {
  let bits = 0;
  for (const reason of reasons) bits |= BITS[reason];
  return bits;
}

/** In the order of the vocabulary. */
export function reasonsOf(bits: number): ExposureReason[] {
  return EXPOSURE_REASONS.filter((reason) => (bits & BITS[reason]) !== 0);
}
