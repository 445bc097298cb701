import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type PlainRequest, readPlainRequest } from './plain-request';

/** Answers one request; `send` is called once, now or later. */
export type Answer = (request: PlainRequest, send: Send) => void;
/**
 * @param head lines of its own beside those on every answer, each ended by CRLF
 * @param body one byte a character
 */
export type Send = (status: number, head: string, body: string) => void;

export interface ConnectionOptions {
  /** @returns undefined when nobody on the lane answers at this address. */
  readonly answerAt: (path: string) => Answer | undefined;
  /** Takes the connection from here on; `bytes` are what it sent and nobody has read. */
  readonly handOver: (socket: Socket, bytes: Buffer) => void;
  readonly gone: (connection: LaneConnection) => void;
  /** Header lines on every answer, each ended by CRLF. */
  readonly head: string;
  /** Milliseconds without a word until a connection is closed. */
  readonly idleMs: number;
  /** Milliseconds the rest of a body may take. */
  readonly bodyMs: number;
}

/**
 * A connection whose requests are read without Node's HTTP parser, as long as they are plain ones: one at a time, the
 * next after its answer. The first unusual one goes to the framework, and the connection with it.
 */
export class LaneConnection {
  /** What came and is not answered. */
  private bytes: Buffer | undefined;
  private isAnswering = false;
  private hasEnded = false;
  private isLast = false;
  private bodyTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly options: ConnectionOptions,
  ) {
    socket.setTimeout(options.idleMs);
    socket.on('data', this.onData).on('end', this.onEnd).on('timeout', this.destroy).on('error', this.destroy).on('close', this.onClose);
  }

  /** Ends with the answer under way, or at once. */
  close(): void {
    this.isLast = true;
    if (!this.isAnswering) this.socket.destroySoon();
  }

  readonly destroy = (): void => {
    this.socket.destroy();
  };

  private readonly onData = (chunk: Buffer): void => {
    this.bytes = this.bytes === undefined ? chunk : Buffer.concat([this.bytes, chunk]);
    // Whoever sends the next request before its turn waits, and is not read on meanwhile.
    if (this.isAnswering) this.socket.pause();
    else this.next();
  };

  private readonly onEnd = (): void => {
    this.hasEnded = true;
    if (this.isAnswering) return;
    if (this.bytes === undefined) this.socket.end();
    else this.next();
  };

  private readonly onClose = (): void => {
    clearTimeout(this.bodyTimer);
    this.options.gone(this);
  };

  private next(): void {
    const { bytes } = this;
    if (bytes === undefined) return;
    const request = readPlainRequest(bytes);
    if (request === 'incomplete') {
      if (this.hasEnded) this.destroy();
      else this.bodyTimer ??= setTimeout(this.destroy, this.options.bodyMs);
      return;
    }
    clearTimeout(this.bodyTimer);
    this.bodyTimer = undefined;
    const answer = request === 'unusual' ? undefined : this.options.answerAt(request.path);
    if (request === 'unusual' || answer === undefined) {
      this.handOver(bytes);
      return;
    }
    this.bytes = bytes.length === request.end ? undefined : bytes.subarray(request.end);
    this.isAnswering = true;
    answer(request, this.send);
  }

  private readonly send: Send = (status, head, body) => {
    const { socket } = this;
    this.isAnswering = false;
    if (socket.destroyed) return;
    const isLast = this.isLast || (this.hasEnded && this.bytes === undefined);
    const keep = isLast ? 'connection: close\r\n' : 'connection: keep-alive\r\n';
    const whole = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${this.options.head}${head}date: ${httpDate()}\r\n${keep}content-length: ${body.length}\r\n\r\n${body}`;
    // In one piece and not encoded again: either would cost half as much more.
    const hasRoom = socket.write(whole, 'latin1');
    if (isLast) socket.end();
    else if (!hasRoom) socket.once('drain', this.goOn);
    else if (this.bytes !== undefined || socket.isPaused()) this.goOn();
  };

  private readonly goOn = (): void => {
    if (this.socket.isPaused()) this.socket.resume();
    // A turn later, so that many requests in one piece neither pile up on the stack nor keep others waiting.
    if (this.bytes !== undefined) setImmediate(() => this.isAnswering || this.socket.destroyed || this.next());
  };

  private handOver(bytes: Buffer): void {
    const { socket } = this;
    socket
      .off('data', this.onData)
      .off('end', this.onEnd)
      .off('timeout', this.destroy)
      .off('error', this.destroy)
      .off('close', this.onClose);
    socket.setTimeout(0);
    this.options.gone(this);
    this.options.handOver(socket, bytes);
  }
}

let dateSecond = 0;
let dateText = '';

/** Now as RFC 9110 §5.6.7 writes it; the same text for a whole second. */
function httpDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date(second * 1000).toUTCString();
  }
  return dateText;
}
