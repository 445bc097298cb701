import { connect, type Socket } from 'node:net';

/** What a closed loop of clients saw: each waits for its answer before it asks again. */
export interface LoadResult {
  readonly answers: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** Warming up, not counted. */
  readonly warmupSeconds: number;
  readonly seconds: number;
  /** The next request as it goes over the wire, headers and body. */
  readonly request: () => string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /content-length: (\d+)/i;

/**
 * Drives a server over raw sockets, so that the generator costs little of the machine it shares with the server.
 * Latencies of a closed loop hide what an overload would show; only its throughput is a claim.
 */
export async function drive(options: LoadOptions): Promise<LoadResult> {
  const countFrom = performance.now() + options.warmupSeconds * 1000;
  const until = countFrom + options.seconds * 1000;
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const onAnswer = (status: string, startedAt: number, now: number) => {
    if (now < countFrom) return;
    latencies.push(now - startedAt);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: options.connections }, () => client(options, until, onAnswer)));
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(2));
  return {
    answers: latencies.length,
    seconds: options.seconds,
    perSecond: Math.round(latencies.length / options.seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses,
  };
}

/** One keep-alive connection asking until the time is over. */
function client(options: LoadOptions, until: number, onAnswer: (status: string, startedAt: number, now: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port: options.port, noDelay: true });
    let startedAt = 0;
    let received: Buffer = Buffer.alloc(0);
    const ask = () => {
      startedAt = performance.now();
      socket.write(options.request());
    };
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const status = completeAnswer(received);
      if (status === undefined) return;
      received = Buffer.alloc(0);
      const now = performance.now();
      onAnswer(status, startedAt, now);
      if (now < until) ask();
      else socket.end();
    });
  });
}

/** Status of an answer that has arrived whole. */
function completeAnswer(received: Buffer): string | undefined {
  const head = received.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const text = received.toString('latin1', 0, head);
  const length = Number(LENGTH.exec(text)?.[1] ?? 0);
  return received.length >= head + HEAD_END.length + length ? text.slice(9, 12) : undefined;
}
