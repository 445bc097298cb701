import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_WAITING, SCAN_CLASSES, type ScanClass, WaitingLine } from './waiting-line';

function lineWith(lengths: Partial<Record<ScanClass, number>>): WaitingLine<string> {
  const line = new WaitingLine<string>();
  for (const name of SCAN_CLASSES) for (let n = 0; n < (lengths[name] ?? 0); n += 1) line.push(name, `${name} ${n}`);
  return line;
}

const countOf = (batch: readonly string[], name: ScanClass) => batch.filter((item) => item.startsWith(name)).length;

describe('the waiting line', () => {
  it('gives a flooded class the whole batch when nobody else waits', () => {
    expect(lineWith({ resident: 5_000 }).take(2_000)).toHaveLength(2_000);
  });

  it('keeps every class its share of a batch, whatever floods', () => {
    const batch = lineWith({ device: 8_000, staff: 2_000, resident: 16_000, late: 2_000 }).take(1_000);
    expect(SCAN_CLASSES.map((name) => countOf(batch, name))).toEqual([400, 100, 400, 100]);
  });

  it('gives what a class leaves to the others in the declared order: late uploads last', () => {
    const batch = lineWith({ resident: 16_000, late: 2_000 }).take(1_000);
    expect([countOf(batch, 'resident'), countOf(batch, 'late')]).toEqual([900, 100]);
  });

  it('refuses a class its place beyond its bound and leaves the others theirs', () => {
    const line = lineWith({ late: MOST_WAITING.late });
    expect([line.push('late', 'one more'), line.push('resident', 'another')]).toEqual([false, true]);
  });

  it('gives each exactly once and first come first served within a class', () => {
    const step = fc.oneof(fc.record({ push: fc.constantFrom(...SCAN_CLASSES) }), fc.record({ take: fc.integer({ min: 1, max: 7 }) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const line = new WaitingLine<{ name: ScanClass; n: number }>();
        const taken: { name: ScanClass; n: number }[] = [];
        let n = 0;
        for (const one of steps) {
          if ('push' in one) line.push(one.push, { name: one.push, n: n++ });
          else taken.push(...line.take(one.take));
        }
        taken.push(...line.take(n));
        expect(line.length).toBe(0);
        expect(taken).toHaveLength(n);
        for (const name of SCAN_CLASSES) {
          const order = taken.filter((item) => item.name === name).map((item) => item.n);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      }),
    );
  });
});

it('lets go of those at the front of each class for whom it holds, and of no others', () => {
  const line = new WaitingLine<number>();
  for (const n of [1, 2, 9, 3]) line.push('resident', n);
  for (const n of [1, 8]) line.push('late', n);
  expect(line.takeWhile((n) => n < 5)).toEqual([1, 2, 1]);
  expect(line.take(10)).toEqual([9, 3, 8]);
});
