import type { ScanAnswer } from '@tongxing/contract';
import { signInMark } from '../session/sign-in-mark';
import { forgetPendingScan, keepPendingScan, type PendingScan, scansLeftBehind } from './pending-scan';
import { afterFailure, stillWaiting } from './scan-step';

/** Sends a scan with the event id, and so the time, that it was captured with. */
export type SendScan = (scan: PendingScan) => Promise<ScanAnswer>;

/**
 * Sends what was left behind at other doors or at other hours, one after the other and without showing the answers: they
 * tell of then, and whoever stands at this door is not to be shown a pass of this morning. What could not be sent stays
 * for the next time.
 */
export async function sendLateScans(code: string, send: SendScan): Promise<void> {
  for (const scan of scansLeftBehind(code, Date.now())) {
    if (scan.signIn !== signInMark()) return;
    if (stillWaiting(scan, Date.now()) !== undefined) continue;
    const isSettled = await sendOne(scan, send);
    // The network is away or the server is busy, for the next one as well.
    if (!isSettled) return;
  }
}

/** @returns true when nothing is left to do for it */
async function sendOne(scan: PendingScan, send: SendScan): Promise<boolean> {
  try {
    await send(scan);
  } catch (error) {
    const { kept } = afterFailure(error, scan, Date.now(), Math.random());
    if (kept !== undefined) {
      keepPendingScan(kept);
      return false;
    }
  }
  forgetPendingScan(scan.eventId);
  return true;
}
