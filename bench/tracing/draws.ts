/** Finalizer of MurmurHash3 (32 bit): neighbouring inputs give unrelated states. */
function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

const TWO_TO_32 = 0x1_0000_0000;

/**
 * Seeded numbers for millions of persons a second: one object whose state is set anew for each (mulberry32, Tommy
 * Ettinger's; passes gjrand). The simulator's own source allocates one a record, which is too slow here.
 */
export class Draws {
  private state = 0;

  /** From here on the numbers follow from these three alone. */
  begin(seed: number, stream: number, index: number): void {
    this.state = scramble(scramble(scramble(seed) ^ stream) + index);
  }

  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 (included) to 1 (excluded). */
  real(): number {
    return this.bits() / TWO_TO_32;
  }

  /** Nearly normal: the sum of three uniform draws, never further out than three spreads. */
  around(centre: number, spread: number): number {
    return centre + (this.real() + this.real() + this.real() - 1.5) * 2 * spread;
  }
}

/** Draws places by weight in constant time (Walker's alias method). */
export class Choice {
  private readonly keep: Float64Array;
  private readonly other: Int32Array;

  constructor(
    private readonly values: Int32Array,
    weights: Float64Array,
  ) {
    const count = values.length;
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
    this.keep = Float64Array.from(weights, (weight) => weight / mean);
    this.other = new Int32Array(count);
    const poor: number[] = [];
    const rich: number[] = [];
    for (let place = 0; place < count; place += 1) (this.keepOf(place) < 1 ? poor : rich).push(place);
    while (poor.length > 0 && rich.length > 0) this.fillUp(poor.pop() ?? 0, rich, poor);
    for (const place of [...poor, ...rich]) this.keep[place] = 1;
  }

  draw(draws: Draws): number {
    const place = Math.floor(draws.real() * this.values.length);
    return this.values[draws.real() < this.keepOf(place) ? place : (this.other[place] ?? 0)] ?? 0;
  }

  private keepOf(place: number): number {
    return this.keep[place] ?? 0;
  }

  private fillUp(place: number, rich: number[], poor: number[]): void {
    const giver = rich.at(-1) ?? 0;
    this.other[place] = giver;
    this.keep[giver] = this.keepOf(giver) - (1 - this.keepOf(place));
    if (this.keepOf(giver) < 1) poor.push(rich.pop() ?? 0);
  }
}
