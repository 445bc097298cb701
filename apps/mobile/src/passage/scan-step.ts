import type { ScanAnswer } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { retryDelayMs } from '@tongxing/ui';
import type { PendingScan } from './pending-scan';

/** How far a scan has come. */
export type ScanStep =
  | { readonly at: 'ready' }
  | { readonly at: 'sending'; readonly since: number }
  /** Goes out again by itself at `until` (epoch ms), with the same event id. */
  | { readonly at: 'waiting'; readonly since: number; readonly until: number; readonly why: 'network' | 'busy' }
  | { readonly at: 'sign_in' }
  | { readonly at: 'registration' }
  | { readonly at: 'failed'; readonly error: unknown }
  | { readonly at: 'answered'; readonly answer: ScanAnswer };

/** Seconds before an automatic repeat when nobody said how long. */
const NETWORK_PAUSE = 5;
const BUSY_PAUSE = 10;
/**
 * On top of what the server asks for, or a morning's refused phones come back together and keep the server where it is.
 * A person stands at the door, so the pause stops growing early.
 */
const BACKOFF = { network: { firstMs: 1_000, mostMs: 1_000 }, busy: { firstMs: 1_000, mostMs: 15_000 } } as const;

interface Outcome {
  readonly step: ScanStep;
  /** The scan to keep for the next try; undefined when the next one is captured anew. */
  readonly kept: PendingScan | undefined;
}

function busyOutcome(scan: PendingScan, asked: number | undefined, now: number, dice: number): Outcome {
  const refusals = (scan.refusals ?? 0) + 1;
  const until = now + retryDelayMs(refusals, asked ?? BUSY_PAUSE, BACKOFF.busy, dice);
  return {
    step: { at: 'waiting', since: scan.capturedAt, until, why: 'busy' },
    kept: { ...scan, refusals, notBefore: until },
  };
}

/**
 * What a failed attempt leads to, and whether its event id is kept. It is kept exactly as long as the visit may have been
 * recorded or the server asked to repeat it.
 *
 * @param now epoch ms
 * @param dice from 0 up to, not including, 1: spreads phones that were refused together
 */
export function afterFailure(error: unknown, scan: PendingScan, now: number, dice: number): Outcome {
  const code = error instanceof ApiError ? error.code : undefined;
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  switch (code) {
    case 'INTERNAL':
      return { step: { at: 'failed', error }, kept: scan };
    case 'NETWORK': {
      const until = now + retryDelayMs(1, asked ?? NETWORK_PAUSE, BACKOFF.network, dice);
      return { step: { at: 'waiting', since: scan.capturedAt, until, why: 'network' }, kept: scan };
    }
    case 'UNAVAILABLE':
    case 'DATABASE_BEHIND':
    case 'TOO_MANY_REQUESTS':
      return busyOutcome(scan, asked, now, dice);
    case 'NOT_SIGNED_IN':
      return { step: { at: 'sign_in' }, kept: undefined };
    case 'REGISTRATION_REQUIRED':
      return { step: { at: 'registration' }, kept: undefined };
    default:
      return { step: { at: 'failed', error }, kept: undefined };
  }
}

/**
 * The wait that is still to be kept, whatever woke the scan up: a tap, a reload, the network coming back. Nobody gets
 * round what the server asked for.
 *
 * @param now epoch ms
 * @returns undefined when it may go out
 */
export function stillWaiting({ capturedAt, notBefore }: PendingScan, now: number): ScanStep | undefined {
  // Captured in the future: the clock was put back, and the wait means nothing any more.
  if (notBefore === undefined || now >= notBefore || capturedAt > now) return undefined;
  return { at: 'waiting', since: capturedAt, until: notBefore, why: 'busy' };
}
