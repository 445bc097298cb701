import { ApiError } from '@tongxing/contract/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { Gate, isWorthRetrying, PutOff, retryPauseMs } from './put-off';

const ROUTE = 'GET /api/v1/statistics/flow';
const refusal = (retryAfterSeconds?: number) => new ApiError('UNAVAILABLE', 503, '', [], retryAfterSeconds, 'req-1');

let now = 0;
let dice = 0;
let asked = 0;
let gate = new Gate({ now: () => now, dice: () => dice });

beforeEach(() => {
  now = 1_000_000;
  dice = 0;
  asked = 0;
  gate = new Gate({ now: () => now, dice: () => dice });
});

/** Asks a server that answers like this. */
function ask(answer: 'figures' | Error, route = ROUTE): Promise<string> {
  return gate.pass(route, async () => {
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

async function putOff(answer: Error): Promise<PutOff> {
  const error: unknown = await ask(answer).catch((cause: unknown) => cause);
  if (!(error instanceof PutOff)) throw new Error('not put off');
  return error;
}

describe('Gate', () => {
  it('does not ask a route again before its time, however often the page asks', async () => {
    const { until } = await putOff(refusal(3));
    expect(until).toBe(now + 3000);
    for (now = until - 3000; now < until; now += 100) await expect(ask('figures')).rejects.toBeInstanceOf(PutOff);
    expect(asked).toBe(1);
    expect(await ask('figures')).toBe('figures');
    expect(asked).toBe(2);
  });

  it('asks less and less often while the server stays busy, never sooner than it said', async () => {
    const pauses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const { until } = await putOff(refusal(2));
      pauses.push(until - now);
      now = until;
    }
    expect(pauses).toEqual([2000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(asked).toBe(8);
  });

  it('spreads consoles that were refused together', async () => {
    dice = 0.5;
    expect((await putOff(refusal(3))).until).toBe(now + 3500);
  });

  it('forgets after an answer', async () => {
    for (let round = 0; round < 5; round += 1) now = (await putOff(refusal(1))).until;
    await ask('figures');
    expect((await putOff(refusal(1))).until).toBe(now + 1000);
  });

  it('counts two that were refused together as one', async () => {
    const [first, second] = await Promise.all([putOff(refusal(1)), putOff(refusal(4))]);
    expect(second.until).toBe(first.until);
    now = first.until;
    expect((await putOff(refusal(1))).until).toBe(now + 2000);
  });

  it('leaves other routes and other failures alone', async () => {
    await putOff(refusal(5));
    expect(await ask('figures', 'GET /api/v1/incidents')).toBe('figures');
    const denied = new ApiError('FORBIDDEN', 403, '');
    await expect(gate.pass('GET /api/v1/venues', () => Promise.reject(denied))).rejects.toBe(denied);
  });

  it('has a pause of its own for a server that names none', async () => {
    expect((await putOff(refusal())).until).toBe(now + 5000);
  });
});

describe('retries', () => {
  it('go on for what was put off and stop for what failed', () => {
    const late = new PutOff(refusal(3), now + 3000);
    expect([0, 1, 50].map((failures) => isWorthRetrying(failures, late))).toEqual([true, true, true]);
    const lost = new ApiError('NETWORK', 0, '');
    expect([0, 1, 2].map((failures) => isWorthRetrying(failures, lost))).toEqual([true, true, false]);
    expect(isWorthRetrying(0, new ApiError('FORBIDDEN', 403, ''))).toBe(false);
    expect(isWorthRetrying(0, new TypeError('x'))).toBe(false);
  });

  it('come when the gate opens', () => {
    expect(retryPauseMs(7, new PutOff(refusal(3), now + 3000), now, 0.9)).toBe(3000);
    expect(retryPauseMs(0, new PutOff(refusal(3), now - 1), now, 0)).toBeGreaterThan(0);
    expect(retryPauseMs(1, new ApiError('NETWORK', 0, ''), now, 0.5)).toBe(3000);
  });
});
