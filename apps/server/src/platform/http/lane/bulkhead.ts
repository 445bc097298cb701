import { busy } from '../refusal';

/** A bound on requests of one kind under way, whichever door they came in by: one more is refused. */
export class Bulkhead {
  private underWay = 0;
  private refusals = 0;

  constructor(private readonly most: number) {}

  get isFull(): boolean {
    return this.underWay >= this.most;
  }

  /** Requests refused since the start. */
  get refused(): number {
    return this.refusals;
  }

  countRefused(): void {
    this.refusals += 1;
  }

  /**
   * Room is taken from here until the work is settled, and by nothing else: not by a caller who is slow, and not for
   * one who has gone.
   * @throws {Refusal} UNAVAILABLE when there is none.
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isFull) {
      this.countRefused();
      throw busy();
    }
    this.underWay += 1;
    try {
      const running = work();
      running.then(this.leave, this.leave);
      return running;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  private readonly leave = (): void => {
    this.underWay -= 1;
  };
}
