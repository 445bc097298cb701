import type { Clock } from '../../platform/clock';

interface Bucket {
  tokens: number;
  /** Epoch ms of the last filling. */
  filledAt: number;
}

const SECOND_MS = 1_000;
const MOST_KEYS = 100_000;

/**
 * A steady rate by key with a short burst, in memory of one node: it keeps one caller from taking everybody's place. A
 * clock that is set back fills nothing by that, and filling goes on from its new time; one set ahead fills to the burst
 * and no further.
 */
export class TokenBuckets {
  private readonly buckets = new Map<number, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Takes a place when there is one. @returns whole seconds until there will be one, or 0 when it was taken. */
  take(key: number): number {
    const bucket = this.fill(key);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.perSecond);
    bucket.tokens -= 1;
    return 0;
  }

  private fill(key: number): Bucket {
    const now = this.clock.now();
    const bucket = this.buckets.get(key);
    if (bucket === undefined) return this.open(key, now);
    const elapsedMs = Math.max(0, now - bucket.filledAt);
    bucket.tokens = Math.min(this.burst, bucket.tokens + (elapsedMs / SECOND_MS) * this.perSecond);
    bucket.filledAt = now;
    return bucket;
  }

  private open(key: number, now: number): Bucket {
    if (this.buckets.size >= MOST_KEYS) this.forget(now);
    const bucket = { tokens: this.burst, filledAt: now };
    this.buckets.set(key, bucket);
    return bucket;
  }

  /** A bucket that has had time to fill up is as good as none. */
  private forget(now: number): void {
    const fullAfterMs = (this.burst / this.perSecond) * SECOND_MS;
    for (const [key, { filledAt }] of this.buckets) if (now - filledAt >= fullAfterMs) this.buckets.delete(key);
  }
}
