import { busy } from './http/refusal';

interface Caller<Found> {
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Asked<Found> {
  readonly key: Buffer;
  /** Everybody who asks for one key in one moment. */
  readonly callers: Caller<Found>[];
}

export interface SharedLookupOptions<Found> {
  /** One query for many keys; who is not found is missing. */
  readonly find: (keys: readonly Buffer[]) => Promise<readonly Found[]>;
  readonly keyOf: (found: Found) => Buffer;
}

const MOST_PER_QUERY = 1_000;
const MOST_WAITING = 20_000;

/**
 * Finds rows by a key that is unique. Look-ups of one moment share a query: at a peak a query for each would cost more
 * than what it is asked for, and the few connections would be waited for.
 */
export class SharedLookup<Found> {
  private readonly waiting = new Map<string, Asked<Found>>();
  private isScheduled = false;
  private isAsking = false;

  constructor(private readonly options: SharedLookupOptions<Found>) {}

  /** @throws {Refusal} UNAVAILABLE when too many wait. */
  find(key: Buffer): Promise<Found | undefined> {
    const text = textOf(key);
    const known = this.waiting.get(text);
    if (known === undefined && this.waiting.size >= MOST_WAITING) throw busy();
    return new Promise((resolve, reject) => {
      const caller = { resolve, reject };
      if (known === undefined) this.waiting.set(text, { key, callers: [caller] });
      else known.callers.push(caller);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.isAsking) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.askAll();
    });
  }

  /** One query is answered while the next one gathers; more at once would be smaller ones and take connections from others. */
  private async askAll(): Promise<void> {
    this.isAsking = true;
    while (this.waiting.size > 0) await this.answer(this.take());
    this.isAsking = false;
  }

  private take(): Map<string, Asked<Found>> {
    const batch = new Map<string, Asked<Found>>();
    for (const [text, asked] of this.waiting) {
      if (batch.size === MOST_PER_QUERY) break;
      batch.set(text, asked);
      this.waiting.delete(text);
    }
    return batch;
  }

  private async answer(batch: ReadonlyMap<string, Asked<Found>>): Promise<void> {
    try {
      const rows = await this.options.find([...batch.values()].map((asked) => asked.key));
      const byKey = new Map(rows.map((row) => [textOf(this.options.keyOf(row)), row]));
      for (const [text, { callers }] of batch) for (const caller of callers) caller.resolve(byKey.get(text));
    } catch (error) {
      for (const { callers } of batch.values()) for (const caller of callers) caller.reject(error);
    }
  }
}

const textOf = (key: Buffer) => key.toString('base64');
