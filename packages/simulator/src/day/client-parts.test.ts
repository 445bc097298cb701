import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '@tongxing/contract/client';
import { afterEach, describe, expect, it } from 'vitest';
import { forEachBounded } from './bounded';
import { cookieFetch } from './cookie-jar';
import { percentile, Tally } from './measures';
import { persist, waitBeforeRetry } from './persistence';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers with the cookies it was sent; /in sets two, /out ends one. */
async function cookieServer(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/in') response.setHeader('set-cookie', ['a=1; Path=/; HttpOnly', 'b=x=y; SameSite=Lax']);
    if (request.url === '/out') response.setHeader('set-cookie', 'a=; Path=/; Max-Age=0');
    response.end(`${request.headers.cookie ?? ''}|${request.headers.origin ?? ''}`);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('cookieFetch', () => {
  it('keeps cookies per jar, sends the origin, and drops what was ended', async () => {
    const origin = await cookieServer();
    const one = cookieFetch(origin);
    const read = async (send: typeof fetch, path: string): Promise<string> => (await send(`${origin}${path}`)).text();
    expect(await read(one, '/in')).toBe(`|${origin}`);
    expect(await read(one, '/')).toBe(`a=1; b=x=y|${origin}`);
    expect(await read(cookieFetch(origin), '/')).toBe(`|${origin}`);
    await read(one, '/out');
    expect(await read(one, '/')).toBe(`b=x=y|${origin}`);
  });
});

describe('persist', () => {
  const busy = (seconds: number) => new ApiError('UNAVAILABLE', 503, 'busy', [], seconds);

  it('repeats refusals for load and lost answers until it is through', async () => {
    const errors = [busy(0), new ApiError('TOO_MANY_REQUESTS', 429, 'slow', [], 0), new ApiError('NETWORK', 0, 'lost')];
    let retries = 0;
    const call = async (): Promise<string> => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return 'through';
    };
    expect(await persist(call, { onRetry: () => retries++ })).toBe('through');
    expect(retries).toBe(3);
  });

  it('waits as long as the server asks, and gives up where waiting is no use', () => {
    expect(waitBeforeRetry(busy(7), 1)).toBe(7_000);
    expect(waitBeforeRetry(new ApiError('UNAVAILABLE', 503, 'busy'), 1)).toBe(1_000);
    expect(waitBeforeRetry(new ApiError('NETWORK', 0, 'lost'), 3)).toBe(1_000);
    expect(waitBeforeRetry(busy(3_600), 1)).toBeUndefined();
    expect(waitBeforeRetry(busy(1), 60)).toBeUndefined();
    expect(waitBeforeRetry(new ApiError('SIGN_IN_FAILED', 401, 'no'), 1)).toBeUndefined();
    expect(waitBeforeRetry(new RangeError('defect'), 1)).toBeUndefined();
  });

  it('ends a wait when aborted', async () => {
    const stop = new AbortController();
    const waiting = persist(() => Promise.reject(busy(60)), { signal: stop.signal });
    setTimeout(() => stop.abort(), 10);
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});

describe('forEachBounded', () => {
  it('never runs more than it may and starts in order', async () => {
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    await forEachBounded([...Array(50).keys()], { concurrency: 3 }, async (item) => {
      begun.push(item);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    });
    expect(most).toBe(3);
    expect(begun).toEqual([...Array(50).keys()]);
  });

  it('starts nothing after an error and waits for what is under way', async () => {
    let ended = 0;
    const work = async (item: number): Promise<void> => {
      if (item === 1) throw new Error('second');
      await new Promise((resolve) => setTimeout(resolve, 5));
      ended += 1;
    };
    await expect(forEachBounded([0, 1, 2, 3, 4, 5], { concurrency: 2 }, work)).rejects.toThrow('second');
    expect(ended).toBe(1);
  });

  it('has nothing to do with an empty list', async () => {
    await expect(forEachBounded([], { concurrency: 4 }, () => Promise.reject(new Error('none')))).resolves.toBeUndefined();
  });
});

describe('measures', () => {
  it('take the nearest rank and sort names', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([...Array(100).keys()], 0.99)).toBe(98);
    expect(percentile([], 0.5)).toBe(0);
    const tally = new Tally();
    for (const name of ['stop', 'pass', 'pass']) tally.add(name);
    expect(tally.toRecord()).toEqual({ pass: 2, stop: 1 });
    expect(Object.keys(tally.toRecord())).toEqual(['pass', 'stop']);
  });
});
