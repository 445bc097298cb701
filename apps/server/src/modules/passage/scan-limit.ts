/** What persons of one slot may scan together before they are counted one by one. */
const UNCOUNTED = 20;
const WINDOW_MS = 10_000;
const SLOTS = 1 << 18;

/**
 * How often one person may scan: far above what doors need, so that only a broken or hostile phone meets it, and what
 * one account can cost the others stays small. Scans are counted by slots that several persons share, which costs a
 * look at one byte; only where a slot is busy are its persons counted one by one, so nobody pays for a neighbour.
 */
export class ScanLimit {
  private readonly slots = new Uint8Array(SLOTS);
  /** Scans in this window of those whose slot is busy. */
  private readonly counted = new Map<number, number>();
  private windowEnd = Number.NEGATIVE_INFINITY;

  /** @param most scans of a person in ten seconds; up to 20 more may pass uncounted */
  constructor(private readonly most: number) {}

  /** @param now monotonic milliseconds. @returns seconds to wait; 0 when the scan may go on. */
  take(personId: number, now: number): number {
    if (now >= this.windowEnd) this.begin(now);
    const slot = personId % SLOTS;
    const inSlot = this.slots[slot] ?? 0;
    if (inSlot < UNCOUNTED) {
      this.slots[slot] = inSlot + 1;
      return 0;
    }
    const count = this.counted.get(personId) ?? 0;
    if (count >= this.most) return Math.ceil((this.windowEnd - now) / 1000);
    this.counted.set(personId, count + 1);
    return 0;
  }

  private begin(now: number): void {
    this.windowEnd = now + WINDOW_MS;
    this.slots.fill(0);
    this.counted.clear();
  }
}
