/** Buckets between a power of two and the next: a value is known to better than 1 %. */
const PER_OCTAVE = 128;
const OCTAVES = 24;
const MOST_MICROS = 2 ** 31 - 1;

/** What is reported of latencies, ms. */
export interface Latencies {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * Latencies in buckets that widen with the value (as HdrHistogram): a fixed 13 KiB however many are counted, so that
 * minutes at full load cost the generator no memory and no sorting.
 */
export class Histogram {
  private readonly buckets = new Uint32Array(PER_OCTAVE * (OCTAVES + 2));
  private counted = 0;
  private largest = 0;

  get count(): number {
    return this.counted;
  }

  /** @param ms below zero counts as zero, more than 35 minutes as 35 minutes */
  add(ms: number): void {
    const micros = Math.min(Math.max(Math.round(ms * 1000), 0), MOST_MICROS);
    const index = bucketOf(micros);
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.counted += 1;
    if (micros > this.largest) this.largest = micros;
  }

  /** Nearest rank, as the upper edge of its bucket: never better than it was. @param share 0 to 1 @returns ms, 0 when nothing was counted */
  percentile(share: number): number {
    const rank = Math.max(Math.ceil(share * this.counted), 1);
    let seen = 0;
    for (const [index, count] of this.buckets.entries()) {
      seen += count;
      if (seen >= rank) return Math.min(upperEdge(index), this.largest) / 1000;
    }
    return 0;
  }

  latencies(): Latencies {
    const rounded = (ms: number) => Number(ms.toFixed(2));
    return {
      count: this.counted,
      p50Ms: rounded(this.percentile(0.5)),
      p99Ms: rounded(this.percentile(0.99)),
      maxMs: rounded(this.largest / 1000),
    };
  }
}

function bucketOf(micros: number): number {
  const shift = Math.max(31 - Math.clz32(micros) - 7, 0);
  return shift * PER_OCTAVE + (micros >>> shift);
}

function upperEdge(index: number): number {
  const shift = Math.max(Math.floor(index / PER_OCTAVE) - 1, 0);
  return (index - shift * PER_OCTAVE + 1) * 2 ** shift - 1;
}
