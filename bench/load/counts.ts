import { Histogram } from './histogram';
import type { LoadCounts, SecondOfLoad } from './plan';

const ACCEPTED = 200;

/** One answer. Times are on the clock of `performance.now()`. */
export interface Answered {
  readonly status: number;
  /** Seconds, -1 when the answer does not say. */
  readonly retryAfter: number;
  readonly scheduledAt: number;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Counts of one span of time. */
export class Counts {
  private readonly statuses = new Map<number, number>();
  private readonly accepted = new Histogram();
  private readonly refused = new Histogram();
  private readonly acceptedSinceSent = new Histogram();
  private readonly refusedSinceSent = new Histogram();
  private sent = 0;
  private leastRetry = Number.POSITIVE_INFINITY;
  private mostRetry = 0;
  private missingRetry = 0;

  constructor(
    private readonly from: number,
    private readonly until: number,
  ) {}

  includes(time: number): boolean {
    return time >= this.from && time < this.until;
  }

  addSent(): void {
    this.sent += 1;
  }

  add({ status, retryAfter, scheduledAt, sentAt, answeredAt }: Answered): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const isAccepted = status === ACCEPTED;
    (isAccepted ? this.accepted : this.refused).add(answeredAt - scheduledAt);
    (isAccepted ? this.acceptedSinceSent : this.refusedSinceSent).add(answeredAt - sentAt);
    if (!isAccepted) this.addRetry(retryAfter);
  }

  result(): LoadCounts {
    const seconds = (this.until - this.from) / 1000;
    return {
      seconds,
      answers: this.accepted.count + this.refused.count,
      perSecond: Math.round(this.accepted.count / seconds),
      offeredPerSecond: Math.round(this.sent / seconds),
      statuses: Object.fromEntries(this.statuses),
      accepted: this.accepted.latencies(),
      refused: this.refused.latencies(),
      acceptedSinceSent: this.acceptedSinceSent.latencies(),
      refusedSinceSent: this.refusedSinceSent.latencies(),
      retryAfter: { least: Number.isFinite(this.leastRetry) ? this.leastRetry : 0, most: this.mostRetry, missing: this.missingRetry },
    };
  }

  private addRetry(seconds: number): void {
    if (seconds < 0) {
      this.missingRetry += 1;
      return;
    }
    this.leastRetry = Math.min(this.leastRetry, seconds);
    this.mostRetry = Math.max(this.mostRetry, seconds);
  }
}

/** Counts second by second. */
export class Timeline {
  private readonly seconds: { offered: number; refused: number; accepted: Histogram }[] = [];

  constructor(private readonly from: number) {}

  addSent(scheduledAt: number): void {
    this.secondOf(scheduledAt).offered += 1;
  }

  add({ status, scheduledAt, answeredAt }: Answered): void {
    const second = this.secondOf(scheduledAt);
    if (status === ACCEPTED) second.accepted.add(answeredAt - scheduledAt);
    else second.refused += 1;
  }

  result(): SecondOfLoad[] {
    return this.seconds.map(({ offered, refused, accepted }) => ({
      offered,
      accepted: accepted.count,
      refused,
      p99Ms: accepted.latencies().p99Ms,
    }));
  }

  private secondOf(time: number) {
    const index = Math.floor((time - this.from) / 1000);
    while (this.seconds.length <= index) this.seconds.push({ offered: 0, refused: 0, accepted: new Histogram() });
    const second = this.seconds[index];
    if (second === undefined) throw new RangeError('a time before the beginning');
    return second;
  }
}
