import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from './text';

describe('cutting a text into short messages', () => {
  it('leaves 70 units whole and cuts 71 into parts of 67', () => {
    expect(cut('字'.repeat(70), 1)).toEqual([{ text: '字'.repeat(70) }]);
    expect(cut('字'.repeat(71), 1).map((part) => part.text.length)).toEqual([67, 4]);
    expect(cut('字'.repeat(134), 1)).toHaveLength(2);
    expect(cut('字'.repeat(135), 1)).toHaveLength(3);
  });

  it('numbers the parts under one reference', () => {
    expect(cut('a'.repeat(140), 200).map((part) => [...(part.header ?? [])])).toEqual([
      [5, 0, 3, 200, 3, 1],
      [5, 0, 3, 200, 3, 2],
      [5, 0, 3, 200, 3, 3],
    ]);
  });

  it('does not tear a character of two units apart', () => {
    expect(cut(`${'a'.repeat(66)}𠮷${'a'.repeat(10)}`, 1).map((part) => part.text)).toEqual(['a'.repeat(66), `𠮷${'a'.repeat(10)}`]);
  });

  it('refuses what no message of ours should need', () => {
    expect(cut('a'.repeat(8 * 67), 1)).toHaveLength(8);
    expect(() => cut('a'.repeat(8 * 67 + 1), 1)).toThrow(/too long/);
  });

  it('loses nothing, in parts that fit, each of whole characters', () => {
    const texts = fc.array(fc.constantFrom('字', '𠮷', '😀', 'a', ' '), { maxLength: 260 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 255 }), (text, reference) => {
        const parts = cut(text, reference);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) {
          expect(part.text.length).toBeLessThanOrEqual(parts.length === 1 ? 70 : 67);
          expect(part.text).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });
});
