import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Vault } from '../crypto/sealing';
import type { Database } from '../database/database';
import { WorkLoop } from '../jobs';
import type { Logger } from '../logs';
import type { Metrics } from '../metrics';
import type { Receipt, SmsSender } from './smpp-sender';
import { type LeasedMessage, leaseMessages, markAccepted, markFailed, markReceipt } from './store';

/** After this a dead worker's messages go to another: well inside the 60 s the warning goal allows. */
const LEASE_MS = 30_000;
const BATCH = 20;
const EVERY_MS = 2_000;
const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
/** Receipts that overtook their own acceptance wait here for it. */
const MAX_EARLY_RECEIPTS = 10_000;

export interface OutboxOptions {
  readonly db: Database;
  readonly vault: Vault;
  readonly sender: SmsSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** A message changed its state: lists that show it may read again. */
  readonly onChange: () => void;
}

/** Sends what stands in the outbox: at least once, by lease, fenced. */
export class Outbox {
  readonly loop: WorkLoop;
  private readonly early = new Map<string, boolean>();

  constructor(private readonly options: OutboxOptions) {
    this.loop = new WorkLoop({ name: 'sms outbox', everyMs: EVERY_MS, logger: options.logger, run: () => this.sendDue() });
  }

  async receive(receipt: Receipt): Promise<void> {
    const { db, clock, onChange } = this.options;
    // Remembered before it is looked for: whichever of the two looks second finds the other.
    this.remember(receipt);
    if (!(await markReceipt(db, receipt.gatewayId, receipt.isDelivered, clock.now()))) return;
    this.early.delete(receipt.gatewayId);
    onChange();
  }

  /** Some receipts are nobody's (a second one, another system's): the oldest make room. */
  private remember({ gatewayId, isDelivered }: Receipt): void {
    this.early.set(gatewayId, isDelivered);
    const oldest = this.early.keys().next();
    if (this.early.size > MAX_EARLY_RECEIPTS && !oldest.done) this.early.delete(oldest.value);
  }

  private async sendDue(): Promise<boolean> {
    const { db, clock, sender } = this.options;
    if (!sender.isReady()) return false;
    const lease = randomUUID();
    const messages = await leaseMessages(db, lease, clock.now(), LEASE_MS, BATCH);
    await Promise.all(messages.map((message) => this.sendOne(message, lease)));
    if (messages.length > 0) this.options.onChange();
    return messages.length === BATCH;
  }

  private async sendOne(message: LeasedMessage, lease: string): Promise<void> {
    const { db, vault, sender, clock, logger, metrics } = this.options;
    try {
      const gatewayId = await sender.send(vault.open('phone', message.phoneSealed), vault.open('message', message.bodySealed));
      metrics.messages.inc({ outcome: 'accepted' });
      await markAccepted(db, message.id, lease, gatewayId, clock.now());
      const early = this.early.get(gatewayId);
      if (early !== undefined) {
        this.early.delete(gatewayId);
        await markReceipt(db, gatewayId, early, clock.now());
      }
    } catch (error) {
      metrics.messages.inc({ outcome: 'failed' });
      logger.warn({ err: error, message: message.id, attempt: message.attempts }, 'SMS not accepted; it is tried again');
      const pause = BACKOFF_MS[Math.min(message.attempts, BACKOFF_MS.length) - 1] ?? LEASE_MS;
      await markFailed(db, message.id, lease, clock.now() + pause);
    }
  }
}
