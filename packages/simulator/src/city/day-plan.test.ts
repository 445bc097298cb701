import { describe, expect, it } from 'vitest';
import { makeCity, PERSONAS, planDay, residentAt, venueAt } from './index';

const HOUR_MS = 3_600_000;
const city = makeCity({ size: 'small' });
/** Seven in the evening by UTC: three in the morning in the city. */
const start = Date.UTC(2026, 10, 20, 19);
const plan = planDay(city, { start, residents: 3_000 });

function hourInCity(at: number): number {
  return new Date(at + 8 * HOUR_MS).getUTCHours();
}

describe('planDay', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planDay(city, { start, residents: 3_000 })).toEqual(plan);
    expect(planDay(city, { start, residents: 3_000, seed: 1 }).scans).not.toEqual(plan.scans);
  });

  it('is in order of time and stays within its 24 hours', () => {
    const times = plan.scans.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((at) => at >= plan.start && at < plan.end)).toBe(true);
    expect(plan.end - plan.start).toBe(24 * HOUR_MS);
  });

  it('lets everybody scan, three times on average', () => {
    expect(new Set(plan.scans.map(({ residentIndex }) => residentIndex)).size).toBe(3_000);
    expect(plan.scans.length / 3_000).toBeGreaterThan(2.8);
    expect(plan.scans.length / 3_000).toBeLessThan(3.2);
  });

  it.each([0, 5, 11, 19])('has its rush between eight and nine whatever hour it starts (%i UTC)', (hour) => {
    const { scans } = planDay(city, { start: Date.UTC(2026, 10, 20, hour, 17), residents: 3_000 });
    const hours = Array.from({ length: 24 }, (_, of) => scans.filter(({ at }) => hourInCity(at) === of).length);
    expect(hours.indexOf(Math.max(...hours))).toBe(8);
    expect(hours[8]).toBeGreaterThan((hours[10] ?? 0) * 3);
    expect(hours[12]).toBeGreaterThan((hours[10] ?? 0) * 2);
  });

  it('has busy and quiet venues, and keeps to the home district mostly', () => {
    const visits = new Map<number, number>();
    let near = 0;
    for (const { venueIndex, residentIndex } of plan.scans) {
      visits.set(venueIndex, (visits.get(venueIndex) ?? 0) + 1);
      if (venueAt(city, venueIndex).divisionCode.slice(0, 6) === residentAt(city, residentIndex).homeDivision.slice(0, 6)) near += 1;
    }
    const busiest = Math.max(...visits.values());
    expect(busiest).toBeGreaterThan((plan.scans.length / city.size.venues) * 20);
    expect(near / plan.scans.length).toBeGreaterThan(0.6);
  });

  it('brings others through the doors of the case within eight minutes', () => {
    expect(plan.case.residentIndex).toBe(PERSONAS.case);
    const own = plan.scans.filter(({ residentIndex }) => residentIndex === plan.case.residentIndex);
    expect(new Set(own.map(({ venueIndex }) => venueIndex)).size).toBe(3);
    const met = plan.case.companions.filter((companion) =>
      plan.scans.some(
        (scan) =>
          scan.residentIndex === companion &&
          own.some((visit) => visit.venueIndex === scan.venueIndex && scan.at > visit.at && scan.at - visit.at < 9 * 60_000),
      ),
    );
    expect(met).toEqual(plan.case.companions);
    expect(met).toHaveLength(12);
  });

  it('works for one resident and one venue, and refuses what the city does not have', () => {
    const lonely = planDay(makeCity({ size: 'tiny' }), { start, residents: 1, venues: 1 });
    expect(lonely.scans.every(({ venueIndex, residentIndex }) => venueIndex === 0 && residentIndex === 0)).toBe(true);
    expect(() => planDay(makeCity({ size: 'tiny' }), { start, residents: 201 })).toThrow(RangeError);
    expect(() => planDay(makeCity({ size: 'tiny' }), { start, residents: 0 })).toThrow(RangeError);
  });
});
