import { once } from 'node:events';
import smpp, { type Pdu, type Session } from 'smpp';
import { type ArrivedMessage, Inbox, type InboxQuery } from './inbox';
import { REGISTERED_DELIVERY_MASK, REGISTERED_DELIVERY_ON_FAILURE_ONLY, STATUS } from './protocol';
import { Reassembly, segmentOf } from './reassembly';
import { Receipts } from './receipts';

/**
 * How the centre behaves, for tests of the sender:
 * - `normal`: takes, answers, sends receipts;
 * - `refuse`: answers every message with ESME_RSYSERR and keeps nothing;
 * - `throttle`: answers every message with ESME_RTHROTTLED and keeps nothing;
 * - `silent`: takes messages and connections but answers nothing at all, as a peer behind a broken line;
 * - `no_receipts`: takes and answers, but no receipt follows.
 */
export type SmsCentreMode = 'normal' | 'refuse' | 'throttle' | 'silent' | 'no_receipts';

/** What {@link startSmsCentre} must be told. */
export interface SmsCentreOptions {
  /** Address to listen on, normally `127.0.0.1`. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly systemId: string;
  /** At most 8 characters (SMPP 3.4 §5.2.2). */
  readonly password: string;
  /** Milliseconds between the answer to a message and its receipt; 500 by default. */
  readonly receiptDelayMs?: number;
  /** Messages kept for {@link SmsCentre.inbox}; 10,000 by default. */
  readonly keep?: number;
  /** Epoch milliseconds, for the times of messages and receipts. */
  readonly clock?: () => number;
}

/** What the centre has seen since it started. */
export interface SmsCentreCounts {
  /** submit_sm accepted, parts counted one by one. */
  readonly accepted: number;
  /** submit_sm answered with an error by mode. */
  readonly refused: number;
  /** Accepted submit_sm whose `user_message_reference`, telephone and part had been accepted before. */
  readonly duplicates: number;
  /** Clients bound now. */
  readonly bound: number;
}

/** A running SMS centre. */
export interface SmsCentre {
  readonly port: number;
  /** Whole texts, newest first. */
  inbox(query?: InboxQuery): ArrivedMessage[];
  setMode(mode: SmsCentreMode): void;
  /** Calls back for every whole text; the returned function ends it. */
  onMessage(listener: (message: ArrivedMessage) => void): () => void;
  counts(): SmsCentreCounts;
  /** Closes every connection and the port. */
  stop(): Promise<void>;
}

const DEFAULT_RECEIPT_DELAY_MS = 500;
const DEFAULT_KEEP = 10_000;
/** References are 16 bits wide and come round again; only so many are remembered. */
const MOST_REFERENCES = 200_000;
const BINDS: ReadonlySet<string> = new Set(['bind_transceiver', 'bind_transmitter', 'bind_receiver']);

class Centre {
  readonly inbox: Inbox;
  readonly listeners = new Set<(message: ArrivedMessage) => void>();
  readonly receipts: Receipts;
  mode: SmsCentreMode = 'normal';
  readonly #reassembly = new Reassembly();
  readonly #references = new Set<string>();
  /** Bound sessions and the command they bound with. */
  readonly #bound = new Map<Session, string>();
  readonly #clock: () => number;
  #accepted = 0;
  #refused = 0;
  #duplicates = 0;

  constructor(private readonly options: SmsCentreOptions) {
    this.#clock = options.clock ?? Date.now;
    this.inbox = new Inbox(options.keep ?? DEFAULT_KEEP);
    this.receipts = new Receipts(options.receiptDelayMs ?? DEFAULT_RECEIPT_DELAY_MS, this.#clock);
  }

  counts(): SmsCentreCounts {
    return { accepted: this.#accepted, refused: this.#refused, duplicates: this.#duplicates, bound: this.#bound.size };
  }

  /** Serves one connection. */
  serve(session: Session): void {
    session.on('pdu', (pdu: Pdu) => this.#receive(session, pdu));
    // A broken PDU or socket ends this connection only.
    session.on('error', () => session.destroy());
    session.on('close', () => {
      this.#bound.delete(session);
      this.receipts.detach(session);
    });
  }

  #receive(session: Session, pdu: Pdu): void {
    if (pdu.isResponse()) return;
    if (pdu.command === 'submit_sm') this.#submit(session, pdu);
    else if (this.mode === 'silent') return;
    else if (BINDS.has(pdu.command)) this.#bind(session, pdu);
    else if (pdu.command === 'enquire_link') session.send(pdu.response());
    else if (pdu.command === 'unbind') session.send(pdu.response(), undefined, () => session.close());
    else session.send(pdu.response({ command_status: STATUS.ESME_RINVCMDID }));
  }

  #bind(session: Session, pdu: Pdu): void {
    const status = this.#bindStatus(session, pdu);
    if (status !== STATUS.ESME_ROK) {
      session.send(pdu.response({ command_status: status }), undefined, () => session.close());
      return;
    }
    this.#bound.set(session, pdu.command);
    session.send(pdu.response({ system_id: this.options.systemId }));
    if (pdu.command !== 'bind_transmitter') this.receipts.attach(session);
  }

  #bindStatus(session: Session, pdu: Pdu): number {
    if (this.#bound.has(session)) return STATUS.ESME_RALYBND;
    if (pdu.system_id !== this.options.systemId) return STATUS.ESME_RINVSYSID;
    return pdu.password === this.options.password ? STATUS.ESME_ROK : STATUS.ESME_RINVPASWD;
  }

  #submit(session: Session, pdu: Pdu): void {
    const status = this.#submitStatus(session, pdu);
    if (status !== STATUS.ESME_ROK) {
      this.#refused += 1;
      if (this.mode !== 'silent') session.send(pdu.response({ command_status: status }));
      return;
    }
    this.#accepted += 1;
    const messageId = `T${String(this.#accepted).padStart(10, '0')}`;
    const at = this.#clock();
    if (this.mode !== 'silent') session.send(pdu.response({ message_id: messageId }));
    this.#take(pdu, messageId, at);
    const { destination_addr: to = '', source_addr: from = '' } = pdu;
    if (this.mode === 'normal' && wantsReceipt(pdu)) this.receipts.owe({ messageId, to, from, submittedAt: at });
  }

  #submitStatus(session: Session, pdu: Pdu): number {
    const boundAs = this.#bound.get(session);
    if (boundAs === undefined || boundAs === 'bind_receiver') return STATUS.ESME_RINVBNDSTS;
    if (this.mode === 'refuse') return STATUS.ESME_RSYSERR;
    if (this.mode === 'throttle') return STATUS.ESME_RTHROTTLED;
    return /^\+?\d{3,20}$/.test(pdu.destination_addr ?? '') ? STATUS.ESME_ROK : STATUS.ESME_RINVDSTADR;
  }

  #take(pdu: Pdu, messageId: string, at: number): void {
    const { destination_addr: to = '', source_addr: from = '' } = pdu;
    const segment = segmentOf(pdu);
    this.#countDuplicate(pdu.user_message_reference, `${to}/${segment.part?.number ?? 0}`);
    const whole = this.#reassembly.add(from, to, messageId, segment);
    if (whole === undefined) return;
    const message: ArrivedMessage = { id: whole.id, at, to, text: whole.text };
    this.inbox.add(message);
    for (const listener of this.listeners) listener(message);
  }

  #countDuplicate(reference: number | undefined, rest: string): void {
    if (reference === undefined) return;
    const key = `${reference}/${rest}`;
    if (this.#references.has(key)) this.#duplicates += 1;
    this.#references.add(key);
    const oldest = this.#references.values().next();
    if (this.#references.size > MOST_REFERENCES && !oldest.done) this.#references.delete(oldest.value);
  }
}

function wantsReceipt(pdu: Pdu): boolean {
  const wish = (pdu.registered_delivery ?? 0) & REGISTERED_DELIVERY_MASK;
  return wish !== 0 && wish !== REGISTERED_DELIVERY_ON_FAILURE_ONLY;
}

/** Starts an SMS centre that speaks SMPP 3.4; rejects when the port is taken. */
export async function startSmsCentre(options: SmsCentreOptions): Promise<SmsCentre> {
  const centre = new Centre(options);
  const sessions = new Set<Session>();
  const server = smpp.createServer((session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    centre.serve(session);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the SMS centre has no port');
  return {
    port: address.port,
    inbox: (query) => centre.inbox.read(query),
    setMode: (mode) => {
      centre.mode = mode;
    },
    onMessage: (listener) => {
      centre.listeners.add(listener);
      return () => centre.listeners.delete(listener);
    },
    counts: () => centre.counts(),
    stop: async () => {
      centre.receipts.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
