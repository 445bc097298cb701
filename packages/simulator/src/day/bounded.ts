/** Work on many things, a few at a time. */
export interface BoundedOptions {
  /** How many at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** Told now and then, and at the end. */
  readonly onDone?: ((done: number, total: number) => void) | undefined;
}

/** So many reports per run at most. */
const REPORTS = 200;

/**
 * Starts the items in their order, `concurrency` at a time. When one fails or the signal aborts, nothing new is
 * started; rejects with the first error after all that was under way has ended.
 */
export async function forEachBounded<T>(
  items: readonly T[],
  options: BoundedOptions,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const every = Math.max(1, Math.floor(items.length / REPORTS));
  const errors: unknown[] = [];
  let done = 0;
  const step = async (item: T, index: number): Promise<void> => {
    options.signal?.throwIfAborted();
    await work(item, index);
    done += 1;
    if (done % every === 0 || done === items.length) options.onDone?.(done, items.length);
  };
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (errors.length > 0) return;
      await step(item, index).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.concurrency, items.length)) }, worker));
  if (errors.length > 0) throw errors[0];
}
