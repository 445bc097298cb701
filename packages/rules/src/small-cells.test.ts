import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShownTotal, shownParts, shownTotal } from './small-cells';

const LEAST = 5;
const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);

/** Every way to fill in what is hidden that adds up to the total, as somebody would who knows the rule. */
function fitting(shown: readonly ShownTotal[], total: number): number[][] {
  const [first, ...rest] = shown;
  if (first === undefined) return total === 0 ? [[]] : [];
  const values = (() => {
    if (typeof first === 'number') return [first];
    const [from, to] = first === 'few' ? [1, LEAST - 1] : [0, total];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
  })();
  return values.filter((value) => value <= total).flatMap((value) => fitting(rest, total - value).map((others) => [value, ...others]));
}

describe('parts of a total that is told', () => {
  it.each<readonly [number[], ShownTotal[]]>([
    [
      [0, 10, 20],
      [0, 10, 20],
    ],
    [
      [3, 90, 40],
      ['few', 'withheld', 40],
    ],
    [
      [1, 4, 90],
      ['few', 'few', 90],
    ],
    // Two that are 4 each follow from 8.
    [
      [4, 4, 90],
      ['few', 'few', 'withheld'],
    ],
    // Six of one each follow from 6: nothing is told where all might be few.
    [[1, 1, 1, 1, 1, 1], Array.from({ length: 6 }, () => 'withheld')],
    [
      [2, 0],
      ['few', 0],
    ],
  ])('%j are told as %j', (parts, shown) => {
    expect(shownParts(parts, LEAST)).toEqual(shown);
  });

  it('never tell a part that is few, nor let it be computed', () => {
    const small = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(small, (parts) => {
        const total = sum(parts);
        const shown = shownParts(parts, LEAST);
        if (shownTotal(total, LEAST) === 'few') return shown.every((one, place) => one === 'few' || parts[place] === 0);
        // The sharpest reader knows the rule, and asks which parts would have been told just so.
        const ways = fitting(shown, total).filter((way) => JSON.stringify(shownParts(way, LEAST)) === JSON.stringify(shown));
        for (const [place, part] of parts.entries()) {
          if (part === 0 || part >= LEAST) continue;
          if (new Set(ways.map((way) => way[place])).size < 2) return false;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});
