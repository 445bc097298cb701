/**
 * Who waits for the recorder. Each class has a line of its own, so that a flood of one cannot push out another
 * (bulkheads), and each batch serves the classes in this order up to their shares before anybody gets more.
 */
export const SCAN_CLASSES = ['device', 'staff', 'resident', 'late'] as const;
export type ScanClass = (typeof SCAN_CLASSES)[number];

/** Of each batch this part is a class's own; what others leave goes to whoever waits, in the order above. */
const SHARE: Readonly<Record<ScanClass, number>> = { device: 0.4, staff: 0.1, resident: 0.4, late: 0.1 };

/** Most that wait in a class. More would only wait beyond its deadline. */
export const MOST_WAITING: Readonly<Record<ScanClass, number>> = { device: 8_000, staff: 2_000, resident: 16_000, late: 2_000 };

/** One line that gives from its front without moving what is behind. */
class Line<T> {
  private items: T[] = [];
  private front = 0;

  get length(): number {
    return this.items.length - this.front;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Gives those at the front for whom it holds. */
  takeWhile(holds: (item: T) => boolean): T[] {
    const end = this.items.findIndex((item, place) => place >= this.front && !holds(item));
    return this.take((end < 0 ? this.items.length : end) - this.front);
  }

  take(most: number): T[] {
    if (this.front === 0 && most >= this.items.length) {
      const all = this.items;
      this.items = [];
      return all;
    }
    const taken = this.items.slice(this.front, this.front + most);
    this.front += taken.length;
    if (this.front > this.items.length / 2) {
      this.items = this.items.slice(this.front);
      this.front = 0;
    }
    return taken;
  }
}

/** The lines of all classes. */
export class WaitingLine<T> {
  private readonly lines: Readonly<Record<ScanClass, Line<T>>> = {
    device: new Line<T>(),
    staff: new Line<T>(),
    resident: new Line<T>(),
    late: new Line<T>(),
  };

  get length(): number {
    return SCAN_CLASSES.reduce((sum, name) => sum + this.lines[name].length, 0);
  }

  lengthOf(name: ScanClass): number {
    return this.lines[name].length;
  }

  /** @returns false when the class has no room left. */
  push(name: ScanClass, item: T): boolean {
    const line = this.lines[name];
    if (line.length >= MOST_WAITING[name]) return false;
    line.push(item);
    return true;
  }

  /** Those at the front of each line for whom it holds, taken out. */
  takeWhile(holds: (item: T) => boolean): T[] {
    return SCAN_CLASSES.flatMap((name) => this.lines[name].takeWhile(holds));
  }

  /** The next batch: everybody's own share first, then what is left in the declared order. */
  take(most: number): T[] {
    const total = this.length;
    if (total === 0) return [];
    const busy = SCAN_CLASSES.filter((name) => this.lines[name].length > 0);
    const [only] = busy;
    if (only !== undefined && busy.length === 1) return this.lines[only].take(most);
    if (total <= most) return busy.flatMap((name) => this.lines[name].take(most));
    const batch = busy.flatMap((name) => this.lines[name].take(Math.floor(most * SHARE[name])));
    for (const name of busy) batch.push(...this.lines[name].take(most - batch.length));
    return batch;
  }
}
