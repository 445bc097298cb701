import { describe, expect, it } from 'vitest';
import { Attempts } from './attempts';

const PERIOD_MS = 60_000;

function started(most = 3) {
  let now = 1_000_000;
  const attempts = new Attempts({ now: () => now }, most, PERIOD_MS);
  const advance = (ms: number) => {
    now += ms;
  };
  return { attempts, advance };
}

describe('failed tries', () => {
  it('block after the most, and no longer than the period', () => {
    const { attempts, advance } = started();
    for (let n = 0; n < 2; n += 1) attempts.failed('a');
    expect(attempts.secondsBlocked('a')).toBe(0);
    attempts.failed('a');
    expect(attempts.secondsBlocked('a')).toBe(60);
    advance(PERIOD_MS - 1);
    expect(attempts.secondsBlocked('a')).toBe(1);
    advance(1);
    expect(attempts.secondsBlocked('a')).toBe(0);
    attempts.failed('a');
    expect(attempts.secondsBlocked('a')).toBe(0);
  });

  it('are counted by key, and forgotten after a success', () => {
    const { attempts } = started(1);
    attempts.failed('a');
    expect(attempts.secondsBlocked('b')).toBe(0);
    attempts.succeeded('a');
    expect(attempts.secondsBlocked('a')).toBe(0);
  });
});
