/** A sort key holds a value and a position in one number: such are sorted by machine code, others by a callback. */
const POSITIONS = 2 ** 21;

/**
 * Indexes in rising order of a whole number from 0 to 2^31; the order of equals stays.
 * @throws RangeError for more than two million
 */
export function sortedBy(indexes: Int32Array, numberOf: (index: number) => number): Int32Array {
  if (indexes.length > POSITIONS) throw new RangeError(`more than ${POSITIONS} contacts of one case: ask for a shorter window`);
  const keys = new Float64Array(indexes.length);
  for (let position = 0; position < indexes.length; position += 1) keys[position] = numberOf(indexes[position] ?? 0) * POSITIONS + position;
  keys.sort();
  const sorted = new Int32Array(indexes.length);
  for (let position = 0; position < keys.length; position += 1) {
    const key = keys[position] ?? 0;
    sorted[position] = indexes[key - Math.floor(key / POSITIONS) * POSITIONS] ?? 0;
  }
  return sorted;
}

/** Puts neighbours of one number in order by another; meant for few of them. */
export function settleTies(sorted: Int32Array, numberOf: (index: number) => number, thenBy: (index: number) => number): void {
  for (let position = 1; position < sorted.length; position += 1) {
    for (let back = position; back > 0; back -= 1) {
      const [one, other] = [sorted[back - 1] ?? 0, sorted[back] ?? 0];
      if (numberOf(one) !== numberOf(other) || thenBy(one) <= thenBy(other)) break;
      sorted[back - 1] = other;
      sorted[back] = one;
    }
  }
}

const EMPTY = -1;
/** Knuth's multiplicative hash: 2^32 by the golden ratio. */
const SPREAD = 0x9e3779b1;

/** The last index noted of a key. A map of tens of thousands of keys would give the collector more work than all the rest. */
export class LastIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(
    private readonly keys: Int32Array,
    count: number,
  ) {
    this.mask = 2 ** Math.ceil(Math.log2(count + 1) + 1) - 1;
    this.slots = new Int32Array(this.mask + 1).fill(EMPTY);
  }

  /** Notes an index for its key. @returns the one noted before, or -1 */
  note(index: number): number {
    const key = this.keys[index] ?? 0;
    let slot = (Math.imul(key, SPREAD) >>> 7) & this.mask;
    for (let known = this.slots[slot] ?? EMPTY; known !== EMPTY; known = this.slots[slot] ?? EMPTY) {
      if (this.keys[known] === key) {
        this.slots[slot] = index;
        return known;
      }
      slot = (slot + 1) & this.mask;
    }
    this.slots[slot] = index;
    return EMPTY;
  }
}
