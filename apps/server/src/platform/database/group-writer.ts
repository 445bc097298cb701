interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 500;

/**
 * Group commit for small notes: what comes while one write is under way shares the next. On its own each would cost a
 * flush of the log, which those at the doors wait for too.
 */
export class GroupWriter<Item> {
  private waiting: Waiting<Item>[] = [];
  private isWriting = false;

  /** @param write all or nothing */
  constructor(private readonly write: (items: readonly Item[]) => Promise<void>) {}

  /** Resolves when the item is on disk. @throws what the write throws that it was part of */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.writeSome(this.waiting.splice(0, MOST_AT_ONCE));
    this.isWriting = false;
  }

  private async writeSome(some: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.write(some.map(({ item }) => item));
      for (const { resolve } of some) resolve();
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}
