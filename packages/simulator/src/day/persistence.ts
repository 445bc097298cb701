import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '@tongxing/contract/client';

/** How long and how often a call is repeated. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Called before each repetition. */
  readonly onRetry?: (() => void) | undefined;
}

const MOST_ATTEMPTS = 60;
/** Longer waits mean that a limit does not fit the simulated load; better to say so than to stand still. */
const LONGEST_WAIT_SECONDS = 300;
const FIRST_NETWORK_WAIT_MS = 250;
const LONGEST_NETWORK_WAIT_MS = 8_000;

/** Milliseconds to wait before the next attempt; undefined when repeating is pointless. */
export function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ApiError) || attempt >= MOST_ATTEMPTS) return undefined;
  if (error.code === 'NETWORK') return Math.min(FIRST_NETWORK_WAIT_MS * 2 ** (attempt - 1), LONGEST_NETWORK_WAIT_MS);
  if (error.status !== 429 && error.status !== 503) return undefined;
  const seconds = error.retryAfterSeconds ?? 1;
  return seconds > LONGEST_WAIT_SECONDS ? undefined : seconds * 1_000;
}

/**
 * Repeats a call that was refused for load (429, 503: after the time the server asked for) or whose outcome is unknown
 * (no answer came). The call must be harmless when repeated. Rejects with the last error.
 */
export async function persist<T>(call: () => Promise<T>, patience: Patience = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    patience.signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      const pause = waitBeforeRetry(error, attempt);
      if (pause === undefined) throw error;
      patience.onRetry?.();
      await wait(pause, undefined, patience.signal === undefined ? {} : { signal: patience.signal });
    }
  }
}
