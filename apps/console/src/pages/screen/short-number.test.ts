import { describe, expect, it } from 'vitest';
import { axisNumber, shortNumber } from './short-number';

describe('shortNumber', () => {
  it('is whole below a million and short above, as each language counts', () => {
    expect([0, 7_474, 999_999].map((value) => shortNumber(value, 'zh'))).toEqual(['0', '7,474', '999,999']);
    expect(shortNumber(6_881_085, 'zh')).toBe('688.1万');
    expect(shortNumber(6_881_085, 'en')).toBe('6.881M');
  });
});

describe('axisNumber', () => {
  it('is of one kind along an axis', () => {
    expect([1_000_000, 750_000, 250_000, 0].map((value) => axisNumber(value, 1_000_000, 'zh'))).toEqual(['100万', '75万', '25万', '0']);
    expect(axisNumber(750_000, 1_000_000, 'en')).toBe('750K');
    expect(axisNumber(500, 2_000, 'en')).toBe('500');
  });
});
