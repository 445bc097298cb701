import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkLoop } from './jobs';
import { createLogger } from './logs';

const EVERY_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A loop whose runs end when the test says so. */
function steered() {
  const ends: ((isMore: boolean) => void)[] = [];
  const run = vi.fn(() => new Promise<boolean>((resolve) => ends.push(resolve)));
  const loop = new WorkLoop({ name: 'test', everyMs: EVERY_MS, logger: createLogger('silent'), run });
  return { run, loop, end: (isMore = false) => ends.shift()?.(isMore) };
}

describe('work loop', () => {
  it('runs at once and then after every pause', async () => {
    const { run, loop, end } = steered();
    loop.start();
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(1);
    end();
    await vi.advanceTimersByTimeAsync(EVERY_MS - 10);
    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('never runs twice at a time, and remembers that it was woken meanwhile', async () => {
    const { run, loop, end } = steered();
    loop.start();
    await vi.advanceTimersByTimeAsync(1);
    for (let i = 0; i < 5; i += 1) loop.wake();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(run).toHaveBeenCalledTimes(1);
    end();
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is woken before its pause is over', async () => {
    const { run, loop, end } = steered();
    loop.start();
    await vi.advanceTimersByTimeAsync(1);
    end();
    await vi.advanceTimersByTimeAsync(10);
    loop.wake();
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('goes on at once while there is more', async () => {
    const { run, loop, end } = steered();
    loop.start();
    await vi.advanceTimersByTimeAsync(1);
    end(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('goes on after an error', async () => {
    const run = vi.fn(() => Promise.reject(new Error('database away')));
    const loop = new WorkLoop({ name: 'test', everyMs: EVERY_MS, logger: createLogger('silent'), run });
    loop.start();
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS + 10);
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  it('stops after the run under way, and a wake does not revive it', async () => {
    const { run, loop, end } = steered();
    loop.start();
    await vi.advanceTimersByTimeAsync(1);
    const stopped = vi.fn();
    void loop.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(10);
    expect(stopped).not.toHaveBeenCalled();
    end(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(stopped).toHaveBeenCalled();
    loop.wake();
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
