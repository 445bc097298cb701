import { eventIdFrom } from '@tongxing/codes';
import { useSystem } from '@tongxing/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../api/client';
import { findPendingScan, forgetPendingScan, keepPendingScan, type PendingScan } from './pending-scan';
import { afterFailure, type ScanStep, stillWaiting } from './scan-step';

function capture(code: string, offsetMs: number): PendingScan {
  const capturedAt = Date.now();
  const eventId = eventIdFrom(capturedAt + Math.round(offsetMs), crypto.getRandomValues(new Uint8Array(10)));
  return { eventId, code, capturedAt };
}

export interface Scan {
  readonly step: ScanStep;
  /** Captures a scan now, or repeats the unanswered one. */
  readonly send: () => void;
  readonly moveTo: (step: ScanStep) => void;
}

/** One scan of one venue code, carried through bad networks and a busy server until it is answered. */
export function useScan(code: string): Scan {
  const { offsetMs } = useSystem();
  const [step, moveTo] = useState<ScanStep>({ at: 'ready' });
  const isSending = useRef(false);

  const send = useCallback(() => {
    if (isSending.current) return;
    const scan = findPendingScan(code) ?? capture(code, offsetMs);
    const wait = stillWaiting(scan, Date.now());
    if (wait !== undefined) {
      moveTo(wait);
      return;
    }
    isSending.current = true;
    keepPendingScan(scan);
    moveTo({ at: 'sending', since: scan.capturedAt });
    call('POST /api/v1/scans', { body: { eventId: scan.eventId, code } })
      .then(
        (answer) => {
          forgetPendingScan();
          moveTo({ at: 'answered', answer });
        },
        (error: unknown) => {
          const { step: next, kept } = afterFailure(error, scan, Date.now(), Math.random());
          if (kept === undefined) forgetPendingScan();
          else keepPendingScan(kept);
          moveTo(next);
        },
      )
      .finally(() => {
        isSending.current = false;
      });
  }, [code, offsetMs]);

  // A page that was reloaded while its scan was under way takes it up again.
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current || findPendingScan(code) === undefined) return;
    resumed.current = true;
    send();
  }, [code, send]);

  useEffect(() => {
    if (step.at !== 'waiting') return;
    const timer = setTimeout(send, Math.max(0, step.until - Date.now()));
    window.addEventListener('online', send);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', send);
    };
  }, [step, send]);

  return { step, send, moveTo };
}
