import type { Socket } from 'node:net';
import type { FoundRoute } from './lane-routes';
import { readPlainRequest } from './plain-request';
import type { SendAnswer } from './route-answer';

export interface ConnectionOptions {
  /** @returns undefined when nobody on the lane answers at this address. */
  readonly answerAt: (path: string) => FoundRoute | undefined;
  /** Takes the connection from here on; `bytes` are what it sent and nobody has read. */
  readonly handOver: (socket: Socket, bytes: Buffer) => void;
  readonly gone: (connection: LaneConnection) => void;
  /** Status line and headers that are the same on all answers of a status and content type, each line ended by CRLF. */
  readonly headOf: (status: number, type: string) => string;
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
    const found = request === 'unusual' ? undefined : this.options.answerAt(request.path);
    if (request === 'unusual' || found === undefined) {
      this.handOver(bytes);
      return;
    }
    this.bytes = bytes.length === request.end ? undefined : bytes.subarray(request.end);
    this.isAnswering = true;
    found.route.answer(request, this.send, found.params);
  }

  private readonly send: SendAnswer = (status, type, retryAfterSeconds, body) => {
    const { socket } = this;
    this.isAnswering = false;
    if (socket.destroyed) return;
    const isLast = this.isLast || (this.hasEnded && this.bytes === undefined);
    const retry = retryAfterSeconds === undefined ? '' : `retry-after: ${retryAfterSeconds}\r\n`;
    const head = `${this.options.headOf(status, type)}${retry}connection: ${isLast ? 'close' : 'keep-alive'}\r\n`;
    const whole = `${head}date: ${httpDate()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
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
    // Nothing can be put back into a socket whose other side is closed; what was answered before still leaves.
    if (this.hasEnded) {
      socket.end();
      return;
    }
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
