import type { WorkLoop } from '../jobs';
import type { Notifications } from '../notifications';
import { Outbox, type OutboxOptions } from './outbox';
import { SmppSender } from './smpp-sender';

export interface DeliveryOptions extends Omit<OutboxOptions, 'sender'> {
  /** `smpp://systemId:password@host:port` */
  readonly url: string;
  readonly notifications: Notifications;
}

/**
 * Sending SMS and hearing what came of them: a node's one connection to the gateway and the outbox behind it. Of several
 * processes one has it; what the others write wakes it by notification (docs/adr/0015).
 */
export class Delivery {
  private readonly outbox: Outbox;
  private readonly sender: SmppSender;

  constructor({ url, notifications, ...options }: DeliveryOptions) {
    this.sender = new SmppSender({
      url,
      logger: options.logger,
      onReceipt: (receipt) => this.outbox.receive(receipt),
      onReady: () => this.outbox.loop.wake(),
    });
    this.outbox = new Outbox({ ...options, sender: this.sender });
    notifications.on('sms_messages', () => this.outbox.loop.wake());
  }

  /** Sends what is due; runs apart from the connection, since it may have to end before it. */
  get loop(): WorkLoop {
    return this.outbox.loop;
  }

  /** Connects; goes on trying by itself. */
  connect(): void {
    this.sender.start();
  }

  disconnect(): Promise<void> {
    return this.sender.stop();
  }
}
