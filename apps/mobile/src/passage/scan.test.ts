import { ApiError } from '@tongxing/contract/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findPendingScan, forgetPendingScan, keepPendingScan, type PendingScan } from './pending-scan';
import { afterFailure, stillWaiting } from './scan-step';

const SCAN = { eventId: '01900000-0000-7000-8000-000000000000', code: '7Q2M0ZK4T9HWC', capturedAt: 1_790_000_000_000 };

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

describe('pending scan', () => {
  beforeEach(() => {
    vi.stubGlobal('sessionStorage', storage());
    forgetPendingScan();
  });

  it('survives a reload of the page until it is answered', async () => {
    keepPendingScan(SCAN);
    vi.resetModules();
    const reloaded = await import('./pending-scan');
    expect(reloaded.findPendingScan(SCAN.code)).toEqual(SCAN);
    reloaded.forgetPendingScan();
    expect(reloaded.findPendingScan(SCAN.code)).toBeUndefined();
  });

  it('belongs to one venue code', () => {
    keepPendingScan(SCAN);
    expect(findPendingScan('0000000000000')).toBeUndefined();
  });

  it('lives in memory where storage is refused', () => {
    vi.stubGlobal('sessionStorage', undefined);
    keepPendingScan(SCAN);
    expect(findPendingScan(SCAN.code)).toEqual(SCAN);
  });

  it('holds nothing about the person', () => {
    keepPendingScan(SCAN);
    expect(Object.keys(JSON.parse(sessionStorage.getItem('tongxing.scan') ?? '{}'))).toEqual(['eventId', 'code', 'capturedAt']);
  });

  it('ignores what it did not write', () => {
    sessionStorage.setItem('tongxing.scan', '{"code":"7Q2M0ZK4T9HWC"}');
    expect(findPendingScan(SCAN.code)).toBeUndefined();
    sessionStorage.setItem('tongxing.scan', JSON.stringify({ ...SCAN, notBefore: 'later' }));
    expect(findPendingScan(SCAN.code)).toBeUndefined();
    sessionStorage.setItem('tongxing.scan', 'not json');
    expect(findPendingScan(SCAN.code)).toBeUndefined();
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
