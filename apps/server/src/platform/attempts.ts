import type { Clock } from './clock';

interface Failures {
  count: number;
  since: number;
}

const MOST_KEYS = 100_000;

/**
 * Counts failed tries by key in memory and says when there were too many. It slows guessing down on each node; what
 * must hold across nodes is counted in the database.
 */
export class Attempts {
  private readonly failures = new Map<string, Failures>();

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly periodMs: number,
  ) {}

  /** Seconds until the key may try again, or 0. */
  secondsBlocked(key: string): number {
    const known = this.failures.get(key);
    const remaining = known === undefined ? 0 : known.since + this.periodMs - this.clock.now();
    if (known === undefined || remaining <= 0 || known.count < this.most) return 0;
    return Math.ceil(remaining / 1000);
  }

  failed(key: string): void {
    const now = this.clock.now();
    const known = this.failures.get(key);
    if (known !== undefined && known.since + this.periodMs > now) known.count += 1;
    else this.failures.set(key, { count: 1, since: now });
    if (this.failures.size > MOST_KEYS) this.forget(now);
  }

  succeeded(key: string): void {
    this.failures.delete(key);
  }

  private forget(now: number): void {
    for (const [key, { since }] of this.failures) if (since + this.periodMs <= now) this.failures.delete(key);
  }
}
