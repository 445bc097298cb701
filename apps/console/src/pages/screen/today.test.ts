import type { Flow } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { todayOf } from './today';

/** The last 24 hours before a moment, each with as many passes as its place in the row, and one stop. */
function flowUpTo(last: string): Flow {
  const lastHour = Date.parse(last);
  const hours = Array.from({ length: 24 }, (_, index) => ({
    from: new Date(lastHour - (23 - index) * 3_600_000).toISOString(),
    pass: index,
    attention: 0,
    stop: 1,
    unfinished: 0,
  }));
  return { hours, venues: 0, venuesWithScans: 0, openIncidents: 0, overdueIncidents: 0 };
}

describe('todayOf', () => {
  it('keeps the hours of the city’s day and leaves those to come open', () => {
    const today = todayOf(flowUpTo('2026-11-23T08:00:00+08:00'), 'Asia/Shanghai');
    expect(today.hours).toHaveLength(24);
    expect(today.hours.filter(({ counts }) => counts !== undefined).map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(today.hours[8]?.counts).toEqual({ pass: 23, attention: 0, stop: 1, unfinished: 0 });
    expect(today.totals).toEqual({ pass: 15 + 16 + 17 + 18 + 19 + 20 + 21 + 22 + 23, attention: 0, stop: 9, unfinished: 0 });
    expect(today.sum).toBe(171 + 9);
  });

  it('begins anew at midnight of the city, not of the computer', () => {
    expect(todayOf(flowUpTo('2026-11-22T16:00:00Z'), 'Asia/Shanghai').sum).toBe(24);
    expect(todayOf(flowUpTo('2026-11-22T15:00:00Z'), 'Asia/Shanghai').hours.every(({ counts }) => counts !== undefined)).toBe(true);
  });

  it('has nothing to say of nothing', () => {
    const today = todayOf({ hours: [], venues: 0, venuesWithScans: 0, openIncidents: 0, overdueIncidents: 0 }, 'Asia/Shanghai');
    expect(today.sum).toBe(0);
  });
});
