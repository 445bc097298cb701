import { describe, expect, it } from 'vitest';
import { keptOf } from './erasure';

const NOW = Date.parse('2026-11-22T10:00:00+08:00');
const KEEPING = { retentionDays: 28, timeZone: 'Asia/Shanghai' };
const NOTHING = { visitAt: null, hasIncident: false, investigatedAt: null, evidenceUntil: null };
const kept = (holds: Partial<typeof NOTHING | Record<string, unknown>>) => keptOf({ ...NOTHING, ...holds }, NOW, KEEPING);

describe('what has to be kept of somebody', () => {
  it('is nothing where nothing is', () => {
    expect(kept({})).toEqual([]);
  });

  it.each(['2026-11-20T00:00:00+08:00', '2026-11-20T23:59:59+08:00'])('is the visit of %s until its whole day falls', (at) => {
    expect(kept({ visitAt: new Date(at) })).toEqual([{ what: 'visits', until: '2026-12-18T16:00:00.000Z' }]);
  });

  it('is an incident until it is closed', () => {
    expect(kept({ hasIncident: true })).toEqual([{ what: 'incident', until: null }]);
  });

  it('is an investigation as long as visits are kept, and no longer', () => {
    const day = 86_400_000;
    expect(kept({ investigatedAt: new Date(NOW - 27 * day) })).toEqual([
      { what: 'investigation', until: new Date(NOW + day).toISOString() },
    ]);
    expect(kept({ investigatedAt: new Date(NOW - 28 * day) })).toEqual([]);
  });

  it('is evidence while it counts', () => {
    const until = new Date('2026-11-30T00:00:00Z');
    expect(kept({ evidenceUntil: until })).toEqual([{ what: 'evidence', until: until.toISOString() }]);
  });
});
