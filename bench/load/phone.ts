import { connect, type Socket } from 'node:net';
import { AnswerParser } from './answer-parser';
import type { Requests } from './requests';

/** What a phone tells the crowd it belongs to. */
export interface PhoneListener {
  /** Connected, or connected again: it can be given something to ask. */
  onReady(phone: Phone): void;
  onAnswer(phone: Phone): void;
  /** The connection is gone, with its request if it was asking; it connects again by itself. */
  onLost(phone: Phone, wasAsking: boolean): void;
}

const RECEIVE_BYTES = 64 * 1024;
/** All phones receive into the same bytes: each chunk is read to its end before the next one comes. */
const received = Buffer.alloc(RECEIVE_BYTES);
const RECONNECT_MS = 100;

/** One keep-alive connection with at most one request under way, as a phone: no pipelining. */
export class Phone {
  readonly answer = new AnswerParser();
  /** `performance.now()` of the request under way. */
  scheduledAt = 0;
  sentAt = 0;
  isAsking = false;
  /** What is asked is a check-in. */
  isCounted = false;
  isConnected = false;
  /** Waits in the crowd's queue for something to ask. */
  isQueued = false;
  private socket: Socket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;
  private readonly requests: Buffer[] = [];

  constructor(
    private readonly port: number,
    private readonly made: Requests,
    private readonly listener: PhoneListener,
  ) {}

  connect(): void {
    const socket = connect({
      host: '127.0.0.1',
      port: this.port,
      noDelay: true,
      onread: { buffer: received, callback: (length, bytes) => this.receive(bytes, length) },
    });
    this.socket = socket;
    socket.once('connect', () => {
      this.isConnected = true;
      this.listener.onReady(this);
    });
    // What follows is 'close' in any case.
    socket.on('error', () => undefined);
    socket.once('close', () => this.lost());
  }

  /** Sends the next request. @param now `performance.now()` */
  ask(scheduledAt: number, now: number): void {
    const entrance = this.made.draw();
    const request = this.requests[entrance] ?? this.made.blank(entrance);
    this.requests[entrance] = request;
    this.made.fill(request, entrance, Date.now());
    this.scheduledAt = scheduledAt;
    this.sentAt = now;
    this.isAsking = true;
    this.isCounted = this.made.isCounted(entrance);
    this.socket?.write(request);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.socket?.destroy();
  }

  private receive(bytes: Uint8Array, length: number): boolean {
    if (this.answer.feed(bytes, length)) {
      this.isAsking = false;
      this.listener.onAnswer(this);
    }
    return true;
  }

  private lost(): void {
    const wasAsking = this.isAsking;
    this.isConnected = false;
    this.isAsking = false;
    this.answer.reset();
    if (this.isClosed) return;
    this.listener.onLost(this, wasAsking);
    this.retry = setTimeout(() => this.connect(), RECONNECT_MS);
  }
}
