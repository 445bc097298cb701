import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { eventIdFrom } from '@tongxing/codes';
import { type Answer, Connection } from './connection';
import type { Ledger } from './ledger';
import type { Outcome } from './ledger-file';

/** One check-in, the same however often it is sent. */
export interface CheckIn {
  readonly eventId: string;
  readonly token: string;
  readonly code: string;
}

/** Who scans where. */
export interface Crowd {
  readonly tokens: readonly string[];
  readonly codes: readonly string[];
}

/** How an attempt ended. */
export interface Attempt {
  readonly answer: Answer | undefined;
  readonly ms: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly ledger: Ledger;
  readonly crowd: Crowd;
  readonly connections: number;
  /** Pause after a 429 or 503, ms. */
  readonly pauseMs: number;
}

const VERDICT = /"verdict":"(\w+)"/;
const CODE = /"code":"(\w+)"/;
/** Refusals that promise that nothing was recorded; UNAVAILABLE promises nothing (docs/errors.md). */
const PROMISES_NOTHING = 'UNAVAILABLE';
const RETRY_LIMIT_MS = 60_000;
const RETRY_PAUSE_MS = 50;

const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

/** A check-in of anybody anywhere, captured at a moment (epoch ms). */
export function makeCheckIn({ tokens, codes }: Crowd, at: number = Date.now()): CheckIn {
  return { eventId: eventIdFrom(at, randomBytes(10)), token: pick(tokens), code: pick(codes) };
}

/** What an answer says of the check-in. */
export function outcomeOf(answer: Answer | undefined): Outcome {
  if (answer === undefined) return 'unknown';
  if (answer.status === 200) return 'ok';
  if (answer.status < 500) return 'fail';
  const code = CODE.exec(answer.body)?.[1];
  return answer.status === 503 && code !== undefined && code !== PROMISES_NOTHING ? 'fail' : 'unknown';
}

/** Check-ins from many sockets, every one of them in the ledger before it is sent and after it was answered. */
export class Load {
  /** In the order of their answers. */
  readonly acknowledged: CheckIn[] = [];
  /** Nobody knows their end yet. */
  readonly unknown = new Map<string, CheckIn>();
  /** Answers by HTTP status; 0 when none came. */
  readonly statuses: Record<number, number> = {};
  /** Answers that no healthy platform gives. */
  readonly improper = new Set<string>();
  private readonly connections: Connection[];
  private writers: Promise<unknown> = Promise.resolve();
  private isOver = true;

  constructor(private readonly options: LoadOptions) {
    this.connections = Array.from({ length: options.connections }, () => new Connection(options.port));
  }

  /** Every connection sends one after the other until {@link finish}, or until no answer comes on it. */
  start(): void {
    this.isOver = false;
    this.writers = Promise.all(this.connections.map((connection) => this.write(connection)));
  }

  /** No new check-ins. Resolves when those under way have ended. */
  async finish(): Promise<void> {
    this.isOver = true;
    await this.writers;
  }

  /** Resolves when so many more were acknowledged, or when nobody sends any more. */
  async untilAcknowledged(more: number): Promise<void> {
    const wanted = this.acknowledged.length + more;
    let isDone = false;
    void this.writers.then(() => {
      isDone = true;
    });
    while (this.acknowledged.length < wanted && !isDone) await wait(5);
  }

  /** Attempts that did not end well. */
  get troubles(): number {
    return Object.entries(this.statuses).reduce((sum, [status, count]) => sum + (status === '200' ? 0 : count), 0);
  }

  /** Sends what nobody knows the end of again, with the same ids, until each has its answer. */
  async retryUnknown(): Promise<void> {
    const left = [...this.unknown.values()];
    const retry = async (connection: Connection) => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) await this.insist(connection, next);
    };
    await Promise.all(this.connections.map(retry));
    await this.options.ledger.flush();
  }

  /** One attempt, entered into the ledger on both sides. @returns with the ms between sending and answer */
  async attempt(connection: Connection, checkIn: CheckIn): Promise<Attempt> {
    const { eventId, token, code } = checkIn;
    await this.options.ledger.sent(eventId, Date.now());
    const sentAt = performance.now();
    const answer = await connection.post('/api/v1/scans', `tongxing_resident=${token}`, JSON.stringify({ eventId, code }));
    this.enter(checkIn, answer);
    return { answer, ms: performance.now() - sentAt };
  }

  /** Takes back what was answered from a place in {@link acknowledged} on: the disk it stood on is gone. */
  revokeFrom(position: number): void {
    const revoked = this.acknowledged.splice(position);
    this.options.ledger.revoke(revoked.map((checkIn) => checkIn.eventId));
    for (const checkIn of revoked) this.unknown.set(checkIn.eventId, checkIn);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  private async write(connection: Connection): Promise<void> {
    while (!this.isOver) {
      const { answer } = await this.attempt(connection, makeCheckIn(this.options.crowd));
      if (answer === undefined) return;
      if (answer.status !== 200) await wait(this.options.pauseMs);
    }
  }

  private async insist(connection: Connection, checkIn: CheckIn): Promise<void> {
    const deadline = performance.now() + RETRY_LIMIT_MS;
    for (;;) {
      const outcome = outcomeOf((await this.attempt(connection, checkIn)).answer);
      if (outcome !== 'unknown' || performance.now() > deadline) return;
      await wait(RETRY_PAUSE_MS);
    }
  }

  private enter(checkIn: CheckIn, answer: Answer | undefined): void {
    const status = answer?.status ?? 0;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    const outcome = outcomeOf(answer);
    const verdict = outcome === 'ok' ? VERDICT.exec(answer?.body ?? '')?.[1] : undefined;
    this.options.ledger.outcome(checkIn.eventId, outcome, verdict);
    if (status > 500 && status !== 503) this.improper.add(`answered ${status}`);
    if (status === 500) this.improper.add(`answered 500: ${answer?.body.slice(0, 200)}`);
    if ((status === 503 || status === 429) && answer?.retryAfter === undefined) this.improper.add(`answered ${status} without Retry-After`);
    if (outcome === 'ok') this.acknowledged.push(checkIn);
    if (outcome === 'unknown') this.unknown.set(checkIn.eventId, checkIn);
    else this.unknown.delete(checkIn.eventId);
  }
}
