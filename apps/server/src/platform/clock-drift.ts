import type { Clock } from './clock';

/**
 * How far the wall clock was set since this was made. The monotonic clock is the second source: nobody can set it, it
 * only stands still while a machine sleeps, which shows here too.
 */
export class ClockDrift {
  /** Epoch ms at which the monotonic clock would have shown 0. */
  private readonly origin: number;

  /** @param steady monotonic milliseconds */
  constructor(
    private readonly clock: Clock,
    private readonly steady: () => number = () => performance.now(),
  ) {
    this.origin = clock.now() - steady();
  }

  /** Milliseconds the wall clock is ahead of where it should be; below zero when it is behind. */
  get ms(): number {
    return this.clock.now() - this.steady() - this.origin;
  }
}
