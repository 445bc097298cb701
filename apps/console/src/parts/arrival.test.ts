import { describe, expect, it } from 'vitest';
import { readClock } from './arrival';

const REPORTED = Date.parse('2026-11-22T00:00:00Z');
const at = (minutes: number) => new Date(REPORTED + minutes * 60_000).toISOString();
const now = (minutes: number) => REPORTED + minutes * 60_000;
const open = { reportedAt: at(0), dueAt: at(30), arrivedAt: null, closedAt: null };

describe('readClock', () => {
  it('counts down, warns in the last ten minutes and counts up once overdue', () => {
    expect(readClock(open, now(5))).toEqual({ tone: 'calm', word: 'left', ms: 25 * 60_000 });
    expect(readClock(open, now(21))).toMatchObject({ tone: 'soon', word: 'left' });
    expect(readClock(open, now(34))).toEqual({ tone: 'late', word: 'late', ms: 4 * 60_000 });
  });

  it('stands still after arrival and says whether it was in time', () => {
    expect(readClock({ ...open, arrivedAt: at(18) }, now(500))).toEqual({ tone: 'done', word: 'arrived', ms: 18 * 60_000 });
    expect(readClock({ ...open, arrivedAt: at(41) }, now(500))).toMatchObject({ tone: 'late', word: 'arrived_late' });
  });

  it('does not run on an incident closed before anybody came', () => {
    expect(readClock({ ...open, closedAt: at(20) }, now(500))).toEqual({ tone: 'done', word: 'closed_unseen', ms: 20 * 60_000 });
  });
});
