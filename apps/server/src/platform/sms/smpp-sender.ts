import smpp, { type Pdu, type PduFields, type Session } from 'smpp';
import type { Logger } from '../logs';
import { cut } from './text';

/** What came of a message, from the gateway's delivery receipt. */
export interface Receipt {
  readonly gatewayId: string;
  readonly isDelivered: boolean;
}

/** The port behind which a gateway stands. */
export interface SmsSender {
  /**
   * Hands a text over.
   * @returns the gateway's id of the (last part of the) message.
   * @throws {SmsFailure} when the gateway refused or did not answer.
   */
  send(phone: string, text: string): Promise<string>;
  isReady(): boolean;
}

export class SmsFailure extends Error {
  override readonly name = 'SmsFailure';
}

export interface SmppOptions {
  /** `smpp://systemId:password@host:port` */
  readonly url: string;
  readonly logger: Logger;
  /** Resolves when the receipt is on disk: only then it is answered. A rejection leaves it with the gateway. */
  readonly onReceipt: (receipt: Receipt) => Promise<void>;
  readonly onReady: () => void;
}

const ANSWER_MS = 10_000;
const ENQUIRE_MS = 20_000;
const RECONNECT_MS = { first: 200, most: 10_000 };
const UCS2 = 8;
const WITH_HEADER = 0x40;
const RECEIPT_ESM = 0x04;
const WANT_RECEIPT = 1;
/** ESME_RX_T_APPN: not now, send it again. */
const NOT_NOW = 0x64;

/** Final states of a message (SMPP 3.4 §5.2.28 and appendix B); what is under way is not told. */
const FINAL_STATES: Readonly<Record<number, boolean>> = { 2: true, 3: false, 4: false, 5: false, 8: false };
const FINAL_WORDS: Readonly<Record<string, boolean>> = { DELIVRD: true, EXPIRED: false, DELETED: false, UNDELIV: false, REJECTD: false };

/** Reads a delivery receipt; undefined for an interim one and for what is none. */
function receiptOf(pdu: Pdu): Receipt | undefined {
  const content = pdu.short_message;
  const message = typeof content === 'object' && !Buffer.isBuffer(content) ? content.message : content;
  const text = String(message ?? '');
  const gatewayId = pdu.receipted_message_id ?? /\bid:(\S+)/.exec(text)?.[1];
  const isDelivered = pdu.message_state === undefined ? FINAL_WORDS[/\bstat:(\w+)/.exec(text)?.[1] ?? ''] : FINAL_STATES[pdu.message_state];
  return gatewayId === undefined || isDelivered === undefined ? undefined : { gatewayId, isDelivered };
}

/** One SMPP 3.4 transceiver that keeps itself connected. The same code faces the demo's gateway and a real one. */
export class SmppSender implements SmsSender {
  private session: Session | undefined;
  private isBound = false;
  private isStopped = false;
  private pauseMs = RECONNECT_MS.first;
  private reference = 0;
  private retry: NodeJS.Timeout | undefined;
  /** Messages handed over and not yet answered: they end with the connection. */
  private readonly unanswered = new Set<(failure: SmsFailure) => void>();

  constructor(private readonly options: SmppOptions) {}

  start(): void {
    const { hostname, port, username, password } = new URL(this.options.url);
    const session = smpp.connect({ host: hostname, port: Number(port), auto_enquire_link_period: ENQUIRE_MS });
    this.session = session;
    // A gateway that takes the connection and does not answer the sign-in would hold us for ever.
    const late = setTimeout(() => session.destroy(), ANSWER_MS);
    session.on('connect', () => {
      session.bind_transceiver(
        { system_id: decodeURIComponent(username), password: decodeURIComponent(password), interface_version: 0x34 },
        (answer) => {
          clearTimeout(late);
          this.bound(answer);
        },
      );
    });
    session.on('deliver_sm', (pdu: Pdu) => void this.deliver(session, pdu));
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('error', (error: Error) => {
      this.options.logger.warn({ err: error }, 'SMS gateway connection failed');
      // After a PDU it could not read the package reads nothing more.
      session.destroy();
    });
    session.once('close', () => {
      clearTimeout(late);
      this.lost();
    });
  }

  isReady(): boolean {
    return this.isBound;
  }

  async send(phone: string, text: string): Promise<string> {
    this.reference = (this.reference + 1) % 256;
    let gatewayId = '';
    const parts = cut(text, this.reference);
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      gatewayId = await this.submit({
        destination_addr: phone,
        data_coding: UCS2,
        esm_class: part.header === undefined ? 0 : WITH_HEADER,
        registered_delivery: isLast ? WANT_RECEIPT : 0,
        short_message: part.header === undefined ? part.text : { udh: part.header, message: part.text },
      });
    }
    return gatewayId;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.retry);
    const session = this.session;
    if (session === undefined || session.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      session.once('close', () => resolve());
      if (this.isBound) session.unbind({}, () => session.close());
      else session.destroy();
      setTimeout(() => session.destroy(), 500).unref();
    });
  }

  private submit(fields: PduFields): Promise<string> {
    const session = this.session;
    if (session === undefined || !this.isBound) return Promise.reject(new SmsFailure('not connected'));
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(late);
        this.unanswered.delete(fail);
        finish();
      };
      const fail = (failure: SmsFailure) => end(() => reject(failure));
      // A gateway that stays silent is taken for dead: connect anew, and let the outbox try again.
      const late = setTimeout(() => {
        fail(new SmsFailure('no answer'));
        session.destroy();
      }, ANSWER_MS);
      this.unanswered.add(fail);
      const isSent = session.submit_sm(fields, ({ command_status: status, message_id: gatewayId }) => {
        if (status === 0 && gatewayId !== undefined) end(() => resolve(gatewayId));
        else fail(new SmsFailure(`status ${status}`));
      });
      if (!isSent) fail(new SmsFailure('connection closed'));
    });
  }

  private bound(answer: Pdu): void {
    if (answer.command_status !== 0) {
      this.options.logger.error({ status: answer.command_status }, 'SMS gateway refused the sign-in');
      this.session?.close();
      return;
    }
    this.isBound = true;
    this.pauseMs = RECONNECT_MS.first;
    this.options.onReady();
  }

  private async deliver(session: Session, pdu: Pdu): Promise<void> {
    const receipt = ((pdu.esm_class ?? 0) & RECEIPT_ESM) === 0 ? undefined : receiptOf(pdu);
    try {
      if (receipt !== undefined) await this.options.onReceipt(receipt);
      session.send(pdu.response());
    } catch (error) {
      // At a stop the database closes too: no news.
      if (!this.isStopped) this.options.logger.error({ err: error }, 'receipt not recorded; the gateway is asked to send it again');
      session.send(pdu.response({ command_status: NOT_NOW }));
    }
  }

  private lost(): void {
    this.isBound = false;
    for (const fail of this.unanswered) fail(new SmsFailure('connection lost'));
    if (this.isStopped) return;
    this.retry = setTimeout(() => this.start(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, RECONNECT_MS.most);
  }
}
