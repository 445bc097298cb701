import { describe, expect, it } from 'vitest';
import { lastDayToCompact } from './compaction';

const at = (local: string, offset: string) => Date.parse(`${local}${offset}`);

describe('the day that may be compacted', () => {
  it.each([
    ['2026-11-22T01:59:59', undefined],
    ['2026-11-22T02:00:00', '2026-11-21'],
    ['2026-11-22T04:59:59', '2026-11-21'],
    ['2026-11-22T05:00:00', undefined],
    ['2026-11-22T14:00:00', undefined],
    ['2026-03-01T03:00:00', '2026-02-28'],
  ])('at %s in the city is %s', (local, day) => {
    expect(lastDayToCompact(at(local, '+08:00'), 'Asia/Shanghai')).toBe(day);
  });

  it('follows the city, not the machine', () => {
    expect(lastDayToCompact(at('2026-11-22T03:00:00', 'Z'), 'Asia/Shanghai')).toBeUndefined();
    expect(lastDayToCompact(at('2026-11-22T03:00:00', 'Z'), 'UTC')).toBe('2026-11-21');
  });
});
