import { describe, expect, it } from 'vitest';
import { dayIn, startOfDay, stayOfDays } from './trip-days';

const NOW = Date.parse('2026-11-22T08:30:00+08:00');

describe('days of a trip', () => {
  it('begin at midnight of the zone, not of the phone', () => {
    expect(startOfDay('2026-11-20', 'Asia/Shanghai')).toBe(Date.parse('2026-11-20T00:00:00+08:00'));
    expect(startOfDay('2026-11-20', 'Asia/Urumqi')).toBe(Date.parse('2026-11-20T00:00:00+06:00'));
    expect(dayIn(Date.parse('2026-11-21T17:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-22');
  });

  it('include the last one', () => {
    expect(stayOfDays('2026-11-18', '2026-11-20', 'Asia/Shanghai', NOW)).toEqual({
      arrivedAt: '2026-11-17T16:00:00.000Z',
      leftAt: '2026-11-20T16:00:00.000Z',
    });
  });

  it('never reach into the future', () => {
    expect(stayOfDays('2026-11-22', '2026-11-22', 'Asia/Shanghai', NOW).leftAt).toBe(new Date(NOW).toISOString());
  });
});
