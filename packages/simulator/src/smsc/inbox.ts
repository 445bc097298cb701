/** A text as it arrived at a telephone. */
export interface ArrivedMessage {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly to: string;
  readonly text: string;
}

/** Which messages to read. */
export interface InboxQuery {
  /** One telephone only. */
  readonly to?: string;
  /** 100 by default. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 100;

/** The last messages of all telephones. */
export class Inbox {
  readonly #kept: ArrivedMessage[] = [];
  readonly #byPhone = new Map<string, ArrivedMessage[]>();

  constructor(private readonly keep: number) {}

  add(message: ArrivedMessage): void {
    this.#kept.push(message);
    const own = this.#byPhone.get(message.to);
    if (own === undefined) this.#byPhone.set(message.to, [message]);
    else own.push(message);
    // Shifting one by one would cost the whole array each time; a tenth at once does not.
    if (this.#kept.length > this.keep * 1.1) this.#forget(this.#kept.splice(0, this.#kept.length - this.keep));
  }

  /** Newest first. */
  read(query: InboxQuery = {}): ArrivedMessage[] {
    const messages = query.to === undefined ? this.#kept : (this.#byPhone.get(query.to) ?? []);
    const limit = Math.min(query.limit ?? DEFAULT_LIMIT, this.keep);
    return limit < 1 ? [] : messages.slice(-limit).reverse();
  }

  #forget(old: readonly ArrivedMessage[]): void {
    for (const { to } of old) {
      const own = this.#byPhone.get(to);
      own?.shift();
      if (own?.length === 0) this.#byPhone.delete(to);
    }
  }
}
