import { networkOf } from '../networks';
import { Refusal } from './refusal';

const MINUTE_MS = 60_000;
const MOST_NETWORKS = 100_000;
const NOT_THERE = 404;

interface Misses {
  count: number;
  /** Monotonic milliseconds. */
  readonly until: number;
}

/**
 * Counts what was asked for and is not there, by network: behind one address of a carrier stand thousands who ask for
 * what is there, and whoever tries ids finds next to nothing. In memory of one process.
 */
export class MissLimit {
  private readonly misses = new Map<string, Misses>();

  /** @param most misses a minute and network */
  constructor(private readonly most: number) {}

  /** @throws {Refusal} TOO_MANY_REQUESTS when a network has missed too often. */
  check(address: string): void {
    const known = this.misses.get(networkOf(address));
    if (known === undefined || known.count < this.most) return;
    const leftMs = known.until - performance.now();
    if (leftMs > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
  }

  /** Looks at what an answer failed with. */
  note(address: string, error: unknown): void {
    if (!(error instanceof Refusal) || error.status !== NOT_THERE) return;
    const now = performance.now();
    const network = networkOf(address);
    const known = this.misses.get(network);
    if (known !== undefined && known.until > now) {
      known.count += 1;
      return;
    }
    if (this.misses.size >= MOST_NETWORKS) this.forget(now);
    this.misses.set(network, { count: 1, until: now + MINUTE_MS });
  }

  private forget(now: number): void {
    for (const [network, { until }] of this.misses) if (until <= now) this.misses.delete(network);
  }
}
