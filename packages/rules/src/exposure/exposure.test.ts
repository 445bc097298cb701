import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_GRADES, EXPOSURE_REASONS, VENUE_CLASSES } from '../vocabulary';
import { cross, markRepeated, type Stay } from './crossing';
import { DEFAULT_STAY_MINUTES, stayEnd } from './stay';

const MINUTE = 60_000;
const AT = Date.UTC(2026, 10, 22, 1);

function minute(count: number): number {
  return AT + count * MINUTE;
}

function stay(from: number, to: number, more: Partial<Stay> = {}): Stay {
  return { at: minute(from), until: minute(to), evidence: 'static', ...more };
}

describe('stayEnd', () => {
  it.each<[string, number | undefined, number | undefined, number, string]>([
    ['nothing more is known', undefined, undefined, 90, 'venue_class'],
    ['an exit', 20, undefined, 20, 'exit_scan'],
    ['an exit after the usual time', 200, undefined, 200, 'exit_scan'],
    ['an exit of another day', 1441, undefined, 90, 'venue_class'],
    ['an exit before the entry', -5, undefined, 90, 'venue_class'],
    ['the next entry', undefined, 30, 30, 'next_scan'],
    ['a next entry long after', undefined, 300, 90, 'venue_class'],
    ['a next entry that is no later', undefined, 0, 90, 'venue_class'],
    ['an exit, then the next entry', 20, 30, 20, 'exit_scan'],
    ['an exit, the next entry at once', 20, 20, 20, 'exit_scan'],
    ['scanned elsewhere before the exit', 60, 30, 30, 'next_scan'],
    ['a broken exit', Number.NaN, 30, 30, 'next_scan'],
  ])('%s', (_, exit, next, until, endKnownBy) => {
    const visit = exit === undefined ? { at: AT } : { at: AT, exitAt: minute(exit) };
    expect(stayEnd(visit, next === undefined ? undefined : minute(next), 'restaurant')).toEqual({ until: minute(until), endKnownBy });
  });

  it('ends after it began, within a day, whatever is given', () => {
    const time = fc.option(fc.oneof(fc.integer({ min: -100, max: 2000 }).map(minute), fc.double()), { nil: undefined });
    fc.assert(
      fc.property(time, time, fc.constantFrom(...VENUE_CLASSES), (exitAt, next, venueClass) => {
        const { until, endKnownBy } = stayEnd(exitAt === undefined ? { at: AT } : { at: AT, exitAt }, next, venueClass);
        expect(until).toBeGreaterThan(AT);
        expect(until).toBeLessThanOrEqual(minute(24 * 60));
        if (endKnownBy === 'venue_class') expect(until).toBe(minute(DEFAULT_STAY_MINUTES[venueClass]));
        if (endKnownBy === 'next_scan') expect(until).toBe(next);
      }),
    );
  });
});

describe('cross', () => {
  it.each<[string, Stay, Stay, number, ReturnType<typeof cross>]>([
    ['both there', stay(0, 60), stay(30, 90), 0, { overlapMinutes: 30, reasons: ['same_time'] }],
    ['one within the other', stay(0, 60), stay(10, 20), 30, { overlapMinutes: 10, reasons: ['same_time'] }],
    ['a begun minute', stay(0, 60), stay(59.5, 90), 30, { overlapMinutes: 1, reasons: ['same_time'] }],
    ['came as the case left', stay(0, 60), stay(60, 90), 30, { overlapMinutes: 0, reasons: ['after_case_left'] }],
    ['came as the case left, without a lag', stay(0, 60), stay(60, 90), 0, undefined],
    ['came within the lag', stay(0, 60), stay(89, 100), 30, { overlapMinutes: 0, reasons: ['after_case_left'] }],
    ['came when the lag was over', stay(0, 60), stay(90, 100), 30, undefined],
    ['left before the case came', stay(0, 60), stay(-30, 0), 30, undefined],
    [
      'the same gate, seen by staff',
      stay(0, 60, { checkpointId: 'south' }),
      stay(0, 60, { checkpointId: 'south', evidence: 'staff' }),
      30,
      { overlapMinutes: 60, reasons: ['same_time', 'same_checkpoint', 'strong_evidence'] },
    ],
    [
      'two gates',
      stay(0, 60, { checkpointId: 'south' }),
      stay(0, 60, { checkpointId: 'north' }),
      30,
      { overlapMinutes: 60, reasons: ['same_time'] },
    ],
    ['no time', stay(Number.NaN, 60), stay(0, Number.NaN), Number.NaN, undefined],
  ])('%s', (_, caseStay, contactStay, lagMinutes, expected) => {
    expect(cross(caseStay, contactStay, { lagMinutes })).toEqual(expected);
  });

  it.each(EVIDENCE_GRADES)('%s', (evidence) => {
    const strong = ['rotating', 'staff', 'device'].includes(evidence);
    expect(cross(stay(0, 1), stay(0, 1, { evidence }), { lagMinutes: 0 })?.reasons.includes('strong_evidence')).toBe(strong);
  });

  const anyStay = fc
    .record({
      at: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 200 }),
      evidence: fc.constantFrom(...EVIDENCE_GRADES),
      gate: fc.constantFrom({}, { checkpointId: 'a' }, { checkpointId: 'b' }),
    })
    .map(({ at, length, evidence, gate }) => stay(at, at + length, { evidence, ...gate }));
  const lag = fc.integer({ min: 0, max: 120 });

  it('sees the same overlap from both sides', () => {
    fc.assert(
      fc.property(anyStay, anyStay, (a, b) => {
        const [there, back] = [cross(a, b, { lagMinutes: 0 }), cross(b, a, { lagMinutes: 0 })];
        expect(there?.overlapMinutes).toBe(back?.overlapMinutes);
        expect(there === undefined).toBe(a.until <= b.at || b.until <= a.at);
        expect(there?.reasons.includes('same_checkpoint')).toBe(back?.reasons.includes('same_checkpoint'));
      }),
    );
  });

  it('is never longer than either stay, loses nobody to a longer lag, and keeps the order of reasons', () => {
    fc.assert(
      fc.property(anyStay, anyStay, lag, lag, (a, b, one, more) => {
        const crossing = cross(a, b, { lagMinutes: one });
        if (!crossing) return;
        expect(crossing.overlapMinutes * MINUTE).toBeLessThanOrEqual(Math.min(a.until - a.at, b.until - b.at));
        expect(crossing.overlapMinutes > 0).toBe(crossing.reasons[0] === 'same_time');
        expect(cross(a, b, { lagMinutes: one + more })).toEqual(crossing);
        expect(crossing.reasons).toEqual(EXPOSURE_REASONS.filter((reason) => crossing.reasons.includes(reason)));
      }),
    );
  });
});

describe('markRepeated', () => {
  const once = { venue: 'a', reasons: ['same_time', 'same_checkpoint', 'strong_evidence'] as const };
  const again = { venue: 'b', reasons: ['after_case_left'] as const };

  it('leaves a single crossing alone', () => {
    expect(markRepeated([once])).toEqual([once]);
    expect(markRepeated([])).toEqual([]);
  });

  it('marks all of several, in the order of the vocabulary, and only once', () => {
    const marked = markRepeated([once, again]);
    expect(marked).toEqual([
      { venue: 'a', reasons: ['same_time', 'same_checkpoint', 'repeated', 'strong_evidence'] },
      { venue: 'b', reasons: ['after_case_left', 'repeated'] },
    ]);
    expect(markRepeated(marked)).toEqual(marked);
  });
});
