/** Counts by name, as a plain object that prints and compares well. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Sorted by name. */
  toRecord(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#counts).sort(([a], [b]) => a.localeCompare(b)));
  }
}

/**
 * The value that `share` of all values do not exceed (nearest rank); 0 when there is none.
 *
 * @param share 0 to 1
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A stopwatch; seconds to three decimals, unmoved by changes of the clock. */
export function startWatch(): () => number {
  const from = performance.now();
  return () => Math.round(performance.now() - from) / 1_000;
}
