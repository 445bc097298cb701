import { connect, type Socket } from 'node:net';

/** What came back, or that nothing did. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /content-length: (\d+)/i;
const RETRY_AFTER = /retry-after: (\S+)/i;
/** Longer than any deadline of the platform: whoever is silent for so long is dead. */
const PATIENCE_MS = 30_000;

/** One keep-alive connection that asks one thing at a time, and connects again after it was cut. */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly port: number) {}

  /** @returns undefined when the connection ended or nothing came: recorded or not, nobody knows. */
  post(path: string, cookie: string, body: string): Promise<Answer | undefined> {
    const head = `POST ${path} HTTP/1.1\r\nhost: rig\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n`;
    return this.ask(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private ask(request: string): Promise<Answer | undefined> {
    const socket = this.open();
    return new Promise((resolve) => {
      let received: Buffer = Buffer.alloc(0);
      const settle = (answer: Answer | undefined) => {
        for (const event of ['data', 'close', 'timeout']) socket.removeAllListeners(event);
        socket.setTimeout(0);
        if (answer === undefined) this.close();
        resolve(answer);
      };
      socket.on('data', (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        const answer = completeAnswer(received);
        if (answer !== undefined) settle(answer);
      });
      socket.once('close', () => settle(undefined));
      socket.setTimeout(PATIENCE_MS, () => settle(undefined));
      socket.write(request);
    });
  }

  private open(): Socket {
    if (this.socket !== undefined && !this.socket.destroyed && this.socket.writable) return this.socket;
    this.socket = connect({ host: '127.0.0.1', port: this.port, noDelay: true });
    // What ends the connection is told by its closing.
    this.socket.on('error', () => undefined);
    return this.socket;
  }
}

/** An answer that has arrived whole; ours always say their length. */
function completeAnswer(received: Buffer): Answer | undefined {
  const head = received.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const text = received.toString('latin1', 0, head);
  const bodyAt = head + HEAD_END.length;
  const length = Number(LENGTH.exec(text)?.[1] ?? 0);
  if (received.length < bodyAt + length) return undefined;
  return {
    status: Number(text.slice(9, 12)),
    retryAfter: RETRY_AFTER.exec(text)?.[1],
    body: received.toString('utf8', bodyAt, bodyAt + length),
  };
}
