import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayFrom, dayOf, startOfDay } from './days';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;
const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('days of the city', () => {
  it.each([
    ['2026-11-21T15:59:59.999Z', '2026-11-21'],
    ['2026-11-21T16:00:00.000Z', '2026-11-22'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
  ])('%s lies in %s in Shanghai', (instant, day) => {
    expect(dayOf(Date.parse(instant), ZONE)).toBe(day);
  });

  it('changes at midnight of the city, eight hours before that of UTC', () => {
    fc.assert(
      fc.property(instants, (now) => {
        expect(dayOf(now, ZONE)).toBe(new Date(now + OFFSET_MS).toISOString().slice(0, 10));
      }),
    );
  });

  it('is told alike whatever was asked for before', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia');
    const near = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(instants, fc.array(fc.tuple(zones, near), { minLength: 2, maxLength: 5 }), (around, asked) => {
        for (const [timeZone, quarters] of asked) {
          const instant = around + quarters * 900_000;
          const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
          expect(dayOf(instant, timeZone)).toBe(day);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('starts a day at its first millisecond', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const start = startOfDay(now, ZONE).getTime();
        expect(start).toBeLessThanOrEqual(now);
        expect(now - start).toBeLessThan(DAY_MS);
        expect(dayOf(start, ZONE)).toBe(dayOf(now, ZONE));
        expect(dayOf(start - 1, ZONE)).not.toBe(dayOf(now, ZONE));
      }),
    );
  });

  it.each(['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'])(
    'starts a day of %s too, also when clocks are shifted',
    (zone) => {
      for (let now = Date.UTC(2026, 0, 1, 23); now < Date.UTC(2027, 0, 1); now += DAY_MS) {
        const start = startOfDay(now, zone).getTime();
        expect(dayOf(start, zone)).toBe(dayOf(now, zone));
        expect(start).toBeLessThanOrEqual(now);
      }
    },
  );

  it('counts days forwards and backwards', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -40, max: 40 }), (now, count) => {
        expect(dayFrom(now, count, ZONE)).toBe(dayOf(now + count * DAY_MS, ZONE));
      }),
    );
  });
});
