import type { Input } from '@tongxing/contract/client';

type Body = Input<'POST /api/v1/traces'>['body'];

/** On what ground a trace is asked for. */
export type TraceBasis = Pick<Body, 'legalBasis' | 'basisReference' | 'purpose'>;
/** Which time is looked at, and how long after the case left others still count (minutes). */
export interface TraceWindow {
  readonly from: string;
  readonly to: string;
  readonly lagMinutes: number;
}
