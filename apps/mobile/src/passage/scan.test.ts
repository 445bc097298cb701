import { ApiError } from '@tongxing/contract/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findPendingScan, forgetPendingScan, keepPendingScan } from './pending-scan';
import { afterFailure } from './scan-step';

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
    sessionStorage.setItem('tongxing.scan', 'not json');
    expect(findPendingScan(SCAN.code)).toBeUndefined();
  });
});

describe('afterFailure', () => {
  const after = (code: ApiError['code'], retryAfterSeconds?: number) =>
    afterFailure(new ApiError(code, 0, '', [], retryAfterSeconds), 1000, 5000);

  it('repeats with the same id when the outcome is unknown or the server is busy', () => {
    expect(after('NETWORK')).toEqual({ step: { at: 'waiting', since: 1000, until: 10_000, why: 'network' }, keepsId: true });
    expect(after('UNAVAILABLE', 7)).toEqual({ step: { at: 'waiting', since: 1000, until: 12_000, why: 'busy' }, keepsId: true });
    expect(after('TOO_MANY_REQUESTS', 30).step).toMatchObject({ until: 35_000 });
  });

  it('does not hammer a broken server, but keeps the id for the next tap', () => {
    expect(after('INTERNAL')).toMatchObject({ step: { at: 'failed' }, keepsId: true });
  });

  it('leads to what is missing and captures anew afterwards', () => {
    expect(after('NOT_SIGNED_IN')).toEqual({ step: { at: 'sign_in' }, keepsId: false });
    expect(after('REGISTRATION_REQUIRED')).toEqual({ step: { at: 'registration' }, keepsId: false });
  });

  it('drops the id when it is the id that was refused', () => {
    for (const code of ['EVENT_ID_TAKEN', 'EVENT_TIME_OUT_OF_RANGE', 'VENUE_CODE_UNKNOWN'] as const) {
      expect(after(code)).toMatchObject({ step: { at: 'failed' }, keepsId: false });
    }
    expect(afterFailure(new TypeError('x'), 0, 0)).toMatchObject({ step: { at: 'failed' } });
  });
});
