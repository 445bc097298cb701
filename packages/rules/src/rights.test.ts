import { describe, expect, it } from 'vitest';
import { needsGuardian } from './rights';

const born = (date: string) => `990102${date}0018`;

describe('whether a guardian has to agree', () => {
  it.each([
    ['20121123', '2026-11-22', true],
    ['20121122', '2026-11-22', false],
    ['20120229', '2026-02-28', true],
    ['20120229', '2026-03-01', false],
    ['20261122', '2026-11-22', true],
    ['19500101', '2026-11-22', false],
  ])('born on %s, on %s: %s', (date, day, needed) => {
    expect(needsGuardian('resident_id', born(date), day)).toBe(needed);
  });

  it('is not asked of a number that holds no date', () => {
    expect(needsGuardian('foreign_passport', 'K01234567', '2026-11-22')).toBe(false);
    expect(needsGuardian('foreign_permanent_resident', 'ABC123456789012', '2026-11-22')).toBe(false);
  });
});
