import { EXPOSURE_REASONS, type ExposureReason } from '@tongxing/rules';

/** People whose stays cross the case's, weightiest first, in columns: there can be tens of thousands. */
export interface Contacts {
  readonly personId: number[];
  /** Place of the case's stay that is crossed. */
  readonly stay: number[];
  /** Epoch milliseconds. */
  readonly at: number[];
  readonly until: number[];
  readonly overlapMinutes: number[];
  readonly evidence: number[];
  /** See {@link reasonBits}. */
  readonly reasons: number[];
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
