import { ApiError } from '@tongxing/contract/client';
import { retryDelayMs } from '@tongxing/ui';

/** A read that the server put off because scans come first. It comes back by itself. */
export class PutOff extends ApiError {
  constructor(
    refusal: ApiError,
    /** Epoch milliseconds of this machine: nobody asks before. */
    readonly until: number,
  ) {
    super(refusal.code, refusal.status, refusal.message, refusal.fields, refusal.retryAfterSeconds, refusal.requestId);
  }
}

/** What is put off is tried again without end, and meanwhile counts as not failed; pages want to know at once. */
export function putOffIn(failure: Error | null): PutOff | null {
  return failure instanceof PutOff ? failure : null;
}

interface Held {
  readonly refusals: number;
  readonly until: number;
  readonly refusal: ApiError;
}

/** When a server that puts off does not say for how long. */
const USUAL_SECONDS = 5;
const BACKOFF = { firstMs: 1_000, mostMs: 30_000 };

function isPutOff(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'UNAVAILABLE';
}

export interface GateOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly dice: () => number;
}

/**
 * Stands before every read of the console. A route that was put off is not asked again before its time, whoever asks:
 * a timer, the live feed, another page, a person who presses "refresh". Those are refused here, without the server.
 */
export class Gate {
  private readonly held = new Map<string, Held>();

  constructor(private readonly options: GateOptions) {}

  /** @throws PutOff when the route was put off, now or a moment ago; whatever `ask` throws otherwise */
  async pass<T>(route: string, ask: () => Promise<T>): Promise<T> {
    const before = this.held.get(route);
    if (before !== undefined && this.options.now() < before.until) throw new PutOff(before.refusal, before.until);
    try {
      const answer = await ask();
      this.held.delete(route);
      return answer;
    } catch (error) {
      throw isPutOff(error) ? this.hold(route, before, error) : error;
    }
  }

  private hold(route: string, before: Held | undefined, refusal: ApiError): PutOff {
    const meanwhile = this.held.get(route);
    // Two that were refused together are one refusal.
    if (meanwhile !== undefined && meanwhile !== before) return new PutOff(refusal, meanwhile.until);
    const refusals = (before?.refusals ?? 0) + 1;
    const pause = retryDelayMs(refusals, refusal.retryAfterSeconds ?? USUAL_SECONDS, BACKOFF, this.options.dice());
    const until = this.options.now() + pause;
    this.held.set(route, { refusals, until, refusal });
    return new PutOff(refusal, until);
  }
}

/** Where no cache tries again by itself; after so many the field stays empty. */
const PATIENCE = 6;

/** Asks, and when that is put off asks again at the right time, a few times. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof PutOff) || attempt >= PATIENCE) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryPauseMs(0, error, Date.now(), 0)));
    }
  }
}

const RETRIES = 2;
const NETWORK_BACKOFF = { firstMs: 1_000, mostMs: 10_000 };
/** A timer may ring a moment early. */
const LEAST_MS = 20;

/** Only a failure that passes by itself is worth another try, one that was put off for as long as it takes. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (error instanceof PutOff) return true;
  return failures < RETRIES && error instanceof ApiError && error.code === 'NETWORK';
}

/** Milliseconds until a read is tried again. @param failures before this one */
export function retryPauseMs(failures: number, error: unknown, now: number, dice: number): number {
  if (error instanceof PutOff) return Math.max(LEAST_MS, error.until - now);
  return retryDelayMs(failures + 1, undefined, NETWORK_BACKOFF, dice);
}
