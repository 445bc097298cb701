import { eventIdFrom } from '@tongxing/codes';
import { useSystem } from '@tongxing/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/client';
import { signInMark } from '../session/sign-in-mark';
import { findPendingScan, forgetPendingScan, keepPendingScan, type PendingScan } from './pending-scan';
import { afterFailure, type ScanStep, stillWaiting } from './scan-step';
import { type SendScan, sendLateScans } from './send-late';

function capture(code: string, offsetMs: number): PendingScan {
  const capturedAt = Date.now();
  const eventId = eventIdFrom(capturedAt + Math.round(offsetMs), crypto.getRandomValues(new Uint8Array(10)));
  return { eventId, code, capturedAt, signIn: signInMark() };
}

const post: SendScan = ({ eventId, code }) => call('POST /api/v1/scans', { body: { eventId, code } });

export interface Scan {
  readonly step: ScanStep;
  /** Captures a scan now, or repeats the unanswered one of a moment ago. */
  readonly send: () => void;
  readonly moveTo: (step: ScanStep) => void;
}

/** One scan of one venue code, carried through bad networks and a busy server until it is answered. */
export function useScan(code: string): Scan {
  const { offsetMs } = useSystem();
  const [step, moveTo] = useState<ScanStep>({ at: 'ready' });
  const isSending = useRef(false);

  const carry = useCallback((scan: PendingScan) => {
    if (isSending.current) return;
    const wait = stillWaiting(scan, Date.now());
    if (wait !== undefined) {
      moveTo(wait);
      return;
    }
    isSending.current = true;
    keepPendingScan(scan);
    moveTo({ at: 'sending', since: scan.capturedAt });
    post(scan)
      .then(
        (answer) => {
          forgetPendingScan(scan.eventId);
          moveTo({ at: 'answered', answer });
        },
        (error: unknown) => {
          const { step: next, kept } = afterFailure(error, scan, Date.now(), Math.random());
          if (kept === undefined) forgetPendingScan(scan.eventId);
          else keepPendingScan(kept);
          moveTo(next);
        },
      )
      .finally(() => {
        isSending.current = false;
      });
  }, []);

  const send = useCallback(() => carry(findPendingScan(code, Date.now()) ?? capture(code, offsetMs)), [carry, code, offsetMs]);

  /** Without a tap nothing is captured: after a while nobody knows whether somebody still stands there. */
  const repeat = useCallback(() => {
    const scan = findPendingScan(code, Date.now());
    if (scan === undefined) moveTo({ at: 'ready' });
    else carry(scan);
  }, [carry, code]);

  // A page that was reloaded while its scan was under way takes it up again.
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current) return;
    resumed.current = true;
    repeat();
  }, [repeat]);

  useEffect(() => {
    if (step.at !== 'waiting') return;
    const timer = setTimeout(repeat, Math.max(0, step.until - Date.now()));
    window.addEventListener('online', repeat);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', repeat);
    };
  }, [step, repeat]);

  // While nobody waits for this page: what was left behind must not delay whoever stands at the door.
  const isIdle = step.at === 'ready' || step.at === 'answered';
  useEffect(() => {
    if (!isIdle) return;
    const sendLate = () => void sendLateScans(code, post);
    sendLate();
    window.addEventListener('online', sendLate);
    return () => window.removeEventListener('online', sendLate);
  }, [code, isIdle]);

  return { step, send, moveTo };
}
