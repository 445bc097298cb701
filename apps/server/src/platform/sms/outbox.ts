import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Vault } from '../crypto/sealing';
import type { Database } from '../database/database';
import { GroupWriter } from '../database/group-writer';
import { WorkLoop } from '../jobs';
import type { Logger } from '../logs';
import type { Metrics } from '../metrics';
import type { Receipt, SmsSender } from './smpp-sender';
import { type Acceptance, applyKeptReceipts, type LeasedMessage, leaseMessages, markAccepted, markFailed, noteReceipts } from './store';

/** After this a dead worker's messages go to another: well inside the 60 s the warning goal allows. */
const LEASE_MS = 30_000;
const BATCH = 20;
const EVERY_MS = 2_000;
const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

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
  private readonly acceptances: GroupWriter<Acceptance>;
  private readonly receipts: GroupWriter<Receipt>;

  constructor(private readonly options: OutboxOptions) {
    const { db, clock, onChange } = options;
    this.acceptances = new GroupWriter(async (acceptances) => {
      await markAccepted(db, acceptances, clock.now());
    });
    this.receipts = new GroupWriter(async (receipts) => {
      const kept = await noteReceipts(db, receipts, clock.now());
      if (kept > 0) this.loop.wake();
      if (kept < receipts.length) onChange();
    });
    this.loop = new WorkLoop({ name: 'sms outbox', everyMs: EVERY_MS, logger: options.logger, run: () => this.work() });
  }

  /**
   * Notes a receipt, of a message that any node sent.
   * @throws when it is not on disk; the gateway is to send it again.
   */
  receive(receipt: Receipt): Promise<void> {
    return this.receipts.add(receipt);
  }

  private async work(): Promise<boolean> {
    const { db, clock, sender, onChange } = this.options;
    const sent = sender.isReady() ? await this.sendDue() : 0;
    const isApplied = await applyKeptReceipts(db, clock.now());
    if (sent > 0 || isApplied) onChange();
    return sent === BATCH;
  }

  /** @returns messages taken. */
  private async sendDue(): Promise<number> {
    const { db, clock } = this.options;
    const lease = randomUUID();
    const messages = await leaseMessages(db, lease, clock.now(), LEASE_MS, BATCH);
    await Promise.all(messages.map((message) => this.sendOne(message, lease)));
    return messages.length;
  }

  private async sendOne(message: LeasedMessage, lease: string): Promise<void> {
    const { db, vault, sender, clock, logger, metrics } = this.options;
    try {
      const gatewayId = await sender.send(vault.open('phone', message.phoneSealed), vault.open('message', message.bodySealed));
      metrics.messages.inc({ outcome: 'accepted' });
      await this.acceptances.add({ id: message.id, lease, gatewayId });
    } catch (error) {
      metrics.messages.inc({ outcome: 'failed' });
      logger.warn({ err: error, message: message.id, attempt: message.attempts }, 'SMS not accepted; it is tried again');
      const pause = BACKOFF_MS[Math.min(message.attempts, BACKOFF_MS.length) - 1] ?? LEASE_MS;
      await markFailed(db, message.id, lease, clock.now() + pause);
    }
  }
}
