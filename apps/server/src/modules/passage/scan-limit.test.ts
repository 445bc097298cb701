import { describe, expect, it } from 'vitest';
import { ScanLimit } from './scan-limit';

const SLOTS = 1 << 18;
const passed = (limit: ScanLimit, personId: number, tries: number, now: number) =>
  Array.from({ length: tries }, () => limit.take(personId, now)).filter((wait) => wait === 0).length;

describe('the limit of scans a person', () => {
  it('lets at least twenty and at most forty through in ten seconds, and says how long to wait', () => {
    const limit = new ScanLimit(20);
    expect(passed(limit, 7, 100, 1_000)).toBe(40);
    expect(limit.take(7, 4_500)).toBe(7);
    expect(limit.take(7, 11_000)).toBe(0);
  });

  it('makes nobody pay for a neighbour in the same slot', () => {
    const limit = new ScanLimit(20);
    passed(limit, 7, 1_000, 0);
    for (const neighbour of [7 + SLOTS, 7 + 2 * SLOTS]) expect(passed(limit, neighbour, 20, 1)).toBe(20);
  });

  it('holds nobody who scans as people do', () => {
    const limit = new ScanLimit(20);
    for (let personId = 0; personId < 300_000; personId += 1) expect(limit.take(personId, 0)).toBe(0);
    expect(Reflect.get(limit, 'counted').size).toBe(0);
  });
});
