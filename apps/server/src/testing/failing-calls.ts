import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** How a call to the database fails. */
export const FAILURES = [
  /** The server refuses the statement: its disk is full. The connection lives. */
  'refused',
  /** The connection breaks before the statement arrives. */
  'unsent',
  /** The server did it, and the connection breaks before its answer arrives. */
  'unanswered',
] as const;
export type Failure = (typeof FAILURES)[number];

interface Plan {
  readonly failAt: number;
  readonly how: Failure;
  calls: number;
  /** First words of the statement that failed. */
  failed: string | undefined;
}

export interface FailedCall<T> {
  readonly result: T;
  /** First words of the statement that failed; undefined when fewer calls were made than that. */
  readonly failed: string | undefined;
}

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

const WORDS = 60;
const plans = new AsyncLocalStorage<Plan>();
const query = pg.Client.prototype.query as Query;

/** What the driver says when the line is cut. */
const cut = () => new Error('Connection terminated unexpectedly');
const diskFull = () => Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });

function textOf([first]: readonly unknown[]): string {
  const text = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, WORDS);
}

/** Breaks the line as a dead switch does: both ends find out by themselves. */
async function breakLine(client: pg.Client): Promise<never> {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  stream.destroy();
  throw cut();
}

async function fail(client: pg.Client, how: Failure, args: unknown[]): Promise<unknown> {
  if (how === 'refused') throw diskFull();
  if (how === 'unanswered') await query.apply(client, args);
  return breakLine(client);
}

/** Counts the calls that are made on behalf of a plan; all others pass untouched. */
const watched: Query = function (...args) {
  const plan = plans.getStore();
  if (plan === undefined || typeof args.at(-1) === 'function') return query.apply(this, args);
  plan.calls += 1;
  if (plan.calls !== plan.failAt) return query.apply(this, args);
  plan.failed = textOf(args);
  return fail(this, plan.how, args);
};

/**
 * Runs something of which the n-th call to the database fails (the method of SQLite's tests). Only what `run` itself
 * causes is counted, not what the platform does meanwhile: the plan travels with the asynchronous context, so `run` has
 * to stay in this process (`http.inject`).
 * @param failAt from 1
 */
export async function withFailingCall<T>(failAt: number, how: Failure, run: () => Promise<T>): Promise<FailedCall<T>> {
  pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
  const plan: Plan = { failAt, how, calls: 0, failed: undefined };
  try {
    // Awaited inside: what is only begun there (a lazy `inject`) would run outside the plan.
    const result = await plans.run(plan, async () => await run());
    return { result, failed: plan.failed };
  } finally {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  }
}
