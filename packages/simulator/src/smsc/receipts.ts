import type { Session } from 'smpp';
import { DATA_CODING_DEFAULT, ESM_CLASS_RECEIPT, MESSAGE_STATE_DELIVERED, receiptText } from './protocol';

/** A message whose sender waits to hear that it arrived. */
export interface OwedReceipt {
  readonly messageId: string;
  /** The telephone, which becomes the source address of the receipt. */
  readonly to: string;
  /** The sender's address, to which the receipt goes. */
  readonly from: string;
  /** Epoch milliseconds. */
  readonly submittedAt: number;
}

/** Receipts kept for a client that is away; the oldest is dropped beyond this many. */
const MOST_WAITING = 100_000;

/**
 * Sends receipts after a delay, to whichever bound session can receive. A receipt is owed until the client has
 * answered it: when a connection breaks before, it is sent again on the next one, as real centres do.
 */
export class Receipts {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #receivers = new Map<Session, Set<OwedReceipt>>();
  readonly #waiting = new Set<OwedReceipt>();

  constructor(
    private readonly delayMs: number,
    private readonly clock: () => number,
  ) {}

  /** A client that can receive has bound. */
  attach(session: Session): void {
    this.#receivers.set(session, new Set());
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const owed of waiting) this.#send(owed);
  }

  /** A client has gone; what it left unanswered waits for the next. */
  detach(session: Session): void {
    const unanswered = this.#receivers.get(session) ?? [];
    this.#receivers.delete(session);
    for (const owed of unanswered) this.#send(owed);
  }

  owe(receipt: OwedReceipt): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#send(receipt);
    }, this.delayMs);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#receivers.clear();
    this.#waiting.clear();
  }

  #send(owed: OwedReceipt): void {
    const last = Array.from(this.#receivers).at(-1);
    if (last === undefined) {
      this.#keep(owed);
      return;
    }
    const [session, unanswered] = last;
    unanswered.add(owed);
    const sent = session.deliver_sm(
      {
        source_addr: owed.to,
        destination_addr: owed.from,
        esm_class: ESM_CLASS_RECEIPT,
        data_coding: DATA_CODING_DEFAULT,
        short_message: receiptText({ messageId: owed.messageId, submittedAt: owed.submittedAt, doneAt: this.clock() }),
        receipted_message_id: owed.messageId,
        message_state: MESSAGE_STATE_DELIVERED,
      },
      () => unanswered.delete(owed),
    );
    if (sent) return;
    unanswered.delete(owed);
    this.#keep(owed);
  }

  #keep(owed: OwedReceipt): void {
    this.#waiting.add(owed);
    const oldest = this.#waiting.values().next();
    if (this.#waiting.size > MOST_WAITING && !oldest.done) this.#waiting.delete(oldest.value);
  }
}
