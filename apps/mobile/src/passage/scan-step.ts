import type { ScanAnswer } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';

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
 * What a failed attempt leads to, and whether its event id is kept. It is kept exactly as long as the visit may have been
 * recorded or the server asked to repeat it.
 *
 * @param since epoch ms at which the scan was captured
 * @param now epoch ms
 */
export function afterFailure(error: unknown, since: number, now: number): { readonly step: ScanStep; readonly keepsId: boolean } {
  const code = error instanceof ApiError ? error.code : undefined;
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  switch (code) {
    case 'INTERNAL':
      return { step: { at: 'failed', error }, keepsId: true };
    case 'NETWORK':
      return { step: { at: 'waiting', since, until: now + (asked ?? NETWORK_PAUSE) * 1000, why: 'network' }, keepsId: true };
    case 'UNAVAILABLE':
    case 'TOO_MANY_REQUESTS':
      return { step: { at: 'waiting', since, until: now + (asked ?? BUSY_PAUSE) * 1000, why: 'busy' }, keepsId: true };
    case 'NOT_SIGNED_IN':
      return { step: { at: 'sign_in' }, keepsId: false };
    case 'REGISTRATION_REQUIRED':
      return { step: { at: 'registration' }, keepsId: false };
    default:
      return { step: { at: 'failed', error }, keepsId: false };
  }
}
