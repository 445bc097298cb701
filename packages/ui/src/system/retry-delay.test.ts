import { describe, expect, it } from 'vitest';
import { retryDelayMs, spreadMs } from './retry-delay';

const BACKOFF = { firstMs: 1000, mostMs: 30_000 };
const DICE = [0, 0.25, 0.5, 0.999];

describe('retryDelayMs', () => {
  it('never comes back before the server asked to, whatever the dice say', () => {
    for (const asked of [1, 2, 5, 30, 120])
      for (let refusals = 1; refusals < 12; refusals += 1)
        for (const dice of DICE) expect(retryDelayMs(refusals, asked, BACKOFF, dice)).toBeGreaterThanOrEqual(asked * 1000);
  });

  it('waits longer with every refusal, up to a limit', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 20].map((refusals) => retryDelayMs(refusals, 1, BACKOFF, 0));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(retryDelayMs(20, 1, BACKOFF, 0.999)).toBeLessThanOrEqual(60_000);
  });

  it('spreads those who were refused together', () => {
    const pauses = new Set(DICE.map((dice) => retryDelayMs(1, 3, BACKOFF, dice)));
    expect([...pauses]).toEqual([3000, 3250, 3500, 3999]);
  });

  it('does without a Retry-After', () => {
    expect(retryDelayMs(1, undefined, BACKOFF, 0.5)).toBe(1500);
  });
});

describe('spreadMs', () => {
  it('stays within a quarter', () => {
    expect(spreadMs(20_000, 0)).toBe(15_000);
    expect(spreadMs(20_000, 0.5)).toBe(20_000);
    expect(spreadMs(20_000, 0.999)).toBeLessThanOrEqual(25_000);
  });
});
