/** Who asks when. Times are ms on the clock of `performance.now()`. */
export interface Arrivals {
  /** The scheduled time of the next arrival that is due, taken off the list; undefined when nobody is. */
  take(now: number): number | undefined;
  /** How many are due and not yet taken. */
  waiting(now: number): number;
  /** Nobody will come any more. */
  isOver(now: number): boolean;
}

/** Each phone asks again as soon as it has its answer: finds the highest speed, says nothing honest of latency. */
export class ClosedLoop implements Arrivals {
  constructor(private readonly until: number) {}

  take(now: number): number | undefined {
    return now < this.until ? now : undefined;
  }

  waiting(now: number): number {
    return now < this.until ? Number.POSITIVE_INFINITY : 0;
  }

  isOver(now: number): boolean {
    return now >= this.until;
  }
}

/** A stretch of the load with one arrival rate. */
export interface Phase {
  /** Arrivals a second. */
  readonly rate: number;
  readonly seconds: number;
}

interface Stretch {
  readonly startsAt: number;
  readonly firstIndex: number;
  readonly msBetween: number;
}

/**
 * People come when they come, however slow the answers are. A latency counts from the scheduled arrival, so that a
 * server that stalls cannot hide the queue it made ("coordinated omission", Gil Tene).
 */
export class OpenLoop implements Arrivals {
  /** Arrivals that gave up before a phone was free to send them. */
  abandoned = 0;
  private readonly stretches: Stretch[] = [];
  private readonly total: number;
  private next = 0;
  private stretch = 0;

  /** @param patienceMs how long an arrival waits to be sent at all before it gives up */
  constructor(
    phases: readonly Phase[],
    startsAt: number,
    private readonly patienceMs = Number.POSITIVE_INFINITY,
  ) {
    let at = startsAt;
    let index = 0;
    for (const { rate, seconds } of phases) {
      this.stretches.push({ startsAt: at, firstIndex: index, msBetween: 1000 / rate });
      at += seconds * 1000;
      index += Math.round(rate * seconds);
    }
    this.total = index;
  }

  take(now: number): number | undefined {
    while (this.next < this.total) {
      const at = this.timeOfNext();
      if (at > now) return undefined;
      this.next += 1;
      if (now - at <= this.patienceMs) return at;
      this.abandoned += 1;
    }
    return undefined;
  }

  waiting(now: number): number {
    if (this.next >= this.total) return 0;
    const at = this.timeOfNext();
    return at > now ? 0 : Math.floor((now - at) / this.current().msBetween) + 1;
  }

  isOver(): boolean {
    return this.next >= this.total;
  }

  private current(): Stretch {
    while ((this.stretches[this.stretch + 1]?.firstIndex ?? Number.POSITIVE_INFINITY) <= this.next) this.stretch += 1;
    return this.stretches[this.stretch] ?? { startsAt: 0, firstIndex: 0, msBetween: 1 };
  }

  private timeOfNext(): number {
    const { startsAt, firstIndex, msBetween } = this.current();
    return startsAt + (this.next - firstIndex) * msBetween;
  }
}
