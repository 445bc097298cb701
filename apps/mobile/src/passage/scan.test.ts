import type { ScanAnswer } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewSignInMark, signInMark } from '../session/sign-in-mark';
import { findPendingScan, forgetPendingScans, keepPendingScan, type PendingScan, scansLeftBehind } from './pending-scan';
import { afterFailure, stillWaiting } from './scan-step';
import { sendLateScans } from './send-late';

const MINUTE = 60_000;
const SCAN: PendingScan = {
  eventId: '01900000-0000-7000-8000-000000000000',
  code: '7Q2M0ZK4T9HWC',
  capturedAt: 1_790_000_000_000,
  signIn: 'first',
};
const OTHER: PendingScan = { ...SCAN, eventId: '01900000-0000-7000-8000-000000000001', code: '0000000000000' };
const { capturedAt: THEN } = SCAN;

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    length: 0,
  };
}

function freshBrowser(): void {
  vi.stubGlobal('sessionStorage', storage());
  vi.stubGlobal('localStorage', storage());
  localStorage.setItem('tongxing.signIn', SCAN.signIn);
  forgetPendingScans();
}

/** The page is loaded anew in the same tab: only what is in storage is left. */
async function reload(): Promise<typeof import('./pending-scan')> {
  vi.resetModules();
  return import('./pending-scan');
}

describe('pending scan', () => {
  beforeEach(freshBrowser);

  it('survives a reload of the page until it is answered', async () => {
    keepPendingScan(SCAN);
    const reloaded = await reload();
    expect(reloaded.findPendingScan(SCAN.code, THEN)).toEqual(SCAN);
    reloaded.forgetPendingScan(SCAN.eventId);
    expect(reloaded.findPendingScan(SCAN.code, THEN)).toBeUndefined();
    expect((await reload()).findPendingScan(SCAN.code, THEN)).toBeUndefined();
  });

  it('belongs to one venue code', () => {
    keepPendingScan(SCAN);
    expect(findPendingScan(OTHER.code, THEN)).toBeUndefined();
  });

  it('is that of now for five minutes, then it is left behind', () => {
    keepPendingScan(SCAN);
    expect(findPendingScan(SCAN.code, THEN + 5 * MINUTE)).toEqual(SCAN);
    expect(scansLeftBehind(SCAN.code, THEN + 5 * MINUTE)).toEqual([]);
    expect(findPendingScan(SCAN.code, THEN + 5 * MINUTE + 1)).toBeUndefined();
    expect(scansLeftBehind(SCAN.code, THEN + 5 * MINUTE + 1)).toEqual([SCAN]);
  });

  it('is nobody’s of now when the clock was put back behind it', () => {
    keepPendingScan(SCAN);
    expect(findPendingScan(SCAN.code, THEN - 600 * MINUTE)).toBeUndefined();
  });

  it('does not lose the one of another door to the next', () => {
    keepPendingScan(SCAN);
    keepPendingScan(OTHER);
    keepPendingScan({ ...SCAN, refusals: 1 });
    expect(scansLeftBehind(OTHER.code, THEN)).toEqual([{ ...SCAN, refusals: 1 }]);
  });

  it('lives in memory where storage is refused', () => {
    vi.stubGlobal('sessionStorage', undefined);
    keepPendingScan(SCAN);
    expect(findPendingScan(SCAN.code, THEN)).toEqual(SCAN);
  });

  it('holds nothing about the person', () => {
    keepPendingScan(SCAN);
    const kept: unknown = JSON.parse(sessionStorage.getItem('tongxing.scan') ?? '[]');
    expect(kept).toEqual([{ eventId: SCAN.eventId, code: SCAN.code, capturedAt: THEN, signIn: 'first' }]);
  });

  it('is gone from the tab after sign-out', () => {
    keepPendingScan(SCAN);
    forgetPendingScans();
    expect(sessionStorage.getItem('tongxing.scan')).toBeNull();
    expect(findPendingScan(SCAN.code, THEN)).toBeUndefined();
  });

  it('is never found under another sign-in, nor kept when its answer comes after it', () => {
    keepPendingScan(SCAN);
    renewSignInMark();
    expect(findPendingScan(SCAN.code, THEN)).toBeUndefined();
    expect(scansLeftBehind(OTHER.code, THEN)).toEqual([]);
    keepPendingScan(SCAN);
    expect(sessionStorage.getItem('tongxing.scan')).toBeNull();
    const own = { ...SCAN, signIn: signInMark() };
    keepPendingScan(own);
    expect(findPendingScan(SCAN.code, THEN)).toEqual(own);
  });

  it.each(['{"code":"7Q2M0ZK4T9HWC"}', JSON.stringify([{ ...SCAN, notBefore: 'later' }]), 'not json'])(
    'ignores what it did not write: %s',
    async (text) => {
      sessionStorage.setItem('tongxing.scan', text);
      expect((await reload()).findPendingScan(SCAN.code, THEN)).toBeUndefined();
    },
  );
});

describe('scans left behind', () => {
  const EVENING = THEN + 600 * MINUTE;
  beforeEach(() => {
    freshBrowser();
    vi.useFakeTimers({ now: EVENING });
  });
  afterEach(() => vi.useRealTimers());

  const sent: string[] = [];
  const sender = (error?: ApiError) => {
    sent.length = 0;
    return vi.fn(async ({ eventId }: PendingScan) => {
      sent.push(eventId);
      if (error !== undefined) throw error;
      return {} as ScanAnswer;
    });
  };
  const left = () => scansLeftBehind(SCAN.code, EVENING).map(({ eventId }) => eventId);

  it('go out with their own event ids, and the one of now does not', async () => {
    const now = { ...SCAN, eventId: '01900000-0000-7000-8000-000000000002', capturedAt: EVENING - MINUTE };
    for (const scan of [SCAN, OTHER, now]) keepPendingScan(scan);
    await sendLateScans(SCAN.code, sender());
    expect(sent).toEqual([SCAN.eventId, OTHER.eventId]);
    expect(left()).toEqual([]);
    expect(findPendingScan(SCAN.code, EVENING)).toEqual(now);
  });

  it.each(['NETWORK', 'UNAVAILABLE'] as const)('stay for the next time after %s, which stands for all of them', async (code) => {
    for (const scan of [SCAN, OTHER]) keepPendingScan(scan);
    await sendLateScans(SCAN.code, sender(new ApiError(code, 0, '')));
    expect(sent).toEqual([SCAN.eventId]);
    expect(left().sort()).toEqual([SCAN.eventId, OTHER.eventId]);
  });

  it('wait as long as the server asked', async () => {
    keepPendingScan({ ...SCAN, notBefore: EVENING + 1 });
    await sendLateScans(SCAN.code, sender());
    expect(sent).toEqual([]);
  });

  it('are dropped when they can never be recorded', async () => {
    for (const scan of [SCAN, OTHER]) keepPendingScan(scan);
    await sendLateScans(SCAN.code, sender(new ApiError('EVENT_TIME_OUT_OF_RANGE', 422, '')));
    expect(sent).toEqual([SCAN.eventId, OTHER.eventId]);
    expect(left()).toEqual([]);
  });

  it('end with the sign-in, also half way', async () => {
    for (const scan of [SCAN, OTHER]) keepPendingScan(scan);
    const send = sender();
    send.mockImplementationOnce(async ({ eventId }) => {
      sent.push(eventId);
      renewSignInMark();
      return {} as ScanAnswer;
    });
    await sendLateScans(SCAN.code, send);
    expect(sent).toEqual([SCAN.eventId]);
  });
});

describe('afterFailure', () => {
  const NOW = SCAN.capturedAt + 4000;
  const after = (code: ApiError['code'], retryAfterSeconds?: number, scan: PendingScan = SCAN, dice = 0) =>
    afterFailure(new ApiError(code, 0, '', [], retryAfterSeconds), scan, NOW, dice);
  const pause = (...of: Parameters<typeof after>) => {
    const { step } = after(...of);
    return step.at === 'waiting' ? step.until - NOW : undefined;
  };

  it('repeats with the same id when the outcome is unknown or the server is busy', () => {
    expect(after('NETWORK')).toEqual({
      step: { at: 'waiting', since: SCAN.capturedAt, until: NOW + 5000, why: 'network' },
      kept: SCAN,
    });
    expect(after('UNAVAILABLE', 7)).toEqual({
      step: { at: 'waiting', since: SCAN.capturedAt, until: NOW + 7000, why: 'busy' },
      kept: { ...SCAN, refusals: 1, notBefore: NOW + 7000 },
    });
    expect(pause('TOO_MANY_REQUESTS', 30)).toBe(30_000);
  });

  it('waits at least as long as asked, spread, and longer with every refusal', () => {
    for (const asked of [1, 2, 5]) {
      let scan: PendingScan = SCAN;
      for (let refusal = 1; refusal < 10; refusal += 1) {
        for (const dice of [0, 0.5, 0.99]) expect(pause('UNAVAILABLE', asked, scan, dice)).toBeGreaterThanOrEqual(asked * 1000);
        scan = after('UNAVAILABLE', asked, scan).kept ?? SCAN;
      }
      expect(scan.eventId).toBe(SCAN.eventId);
    }
    expect(pause('UNAVAILABLE', 1, SCAN, 0.5)).toBe(1500);
    expect(pause('UNAVAILABLE', 1, { ...SCAN, refusals: 3 }, 0.5)).toBe(12_000);
    expect(pause('UNAVAILABLE', 1, { ...SCAN, refusals: 30 }, 0.99)).toBeLessThanOrEqual(30_000);
  });

  it('does not grow while there is no network: that is nobody’s load', () => {
    expect(pause('NETWORK', undefined, { ...SCAN, refusals: 9 })).toBe(5000);
    expect(pause('NETWORK', undefined, SCAN, 0.99)).toBeLessThan(6000);
  });

  it('does not hammer a broken server, but keeps the id for the next tap', () => {
    expect(after('INTERNAL')).toMatchObject({ step: { at: 'failed' }, kept: SCAN });
  });

  it('leads to what is missing and captures anew afterwards', () => {
    expect(after('NOT_SIGNED_IN')).toEqual({ step: { at: 'sign_in' }, kept: undefined });
    expect(after('REGISTRATION_REQUIRED')).toEqual({ step: { at: 'registration' }, kept: undefined });
  });

  it('drops the id when it is the id that was refused', () => {
    for (const code of ['EVENT_ID_TAKEN', 'EVENT_TIME_OUT_OF_RANGE', 'VENUE_CODE_UNKNOWN'] as const) {
      expect(after(code)).toMatchObject({ step: { at: 'failed' }, kept: undefined });
    }
    expect(afterFailure(new TypeError('x'), SCAN, NOW, 0)).toMatchObject({ step: { at: 'failed' } });
  });
});

describe('stillWaiting', () => {
  const refused: PendingScan = { ...SCAN, refusals: 1, notBefore: SCAN.capturedAt + 3000 };

  it('holds a scan back until the server may be asked again, after a reload as well', () => {
    expect(stillWaiting(refused, SCAN.capturedAt + 2999)).toEqual({
      at: 'waiting',
      since: SCAN.capturedAt,
      until: SCAN.capturedAt + 3000,
      why: 'busy',
    });
    expect(stillWaiting(refused, SCAN.capturedAt + 3000)).toBeUndefined();
  });

  it('lets everything else go out', () => {
    expect(stillWaiting(SCAN, SCAN.capturedAt)).toBeUndefined();
    expect(stillWaiting(refused, SCAN.capturedAt - 86_400_000)).toBeUndefined();
  });
});
