import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Load, levelOf } from './load';
import { createMetrics } from './metrics';

describe('the level of load', () => {
  it.each([
    [0, false, 'normal'],
    [59, false, 'normal'],
    [60, false, 'busy'],
    [199, false, 'busy'],
    [200, false, 'overloaded'],
    [0, true, 'overloaded'],
  ] as const)('with a loop %i ms late and refused %s is %s', (lateMs, hasRefused, level) => {
    expect(levelOf(lateMs, hasRefused)).toBe(level);
  });
});

describe('a node', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is overloaded as soon as it refuses, and normal again only after a calm while', () => {
    let refused = 0;
    const metrics = createMetrics();
    const load = new Load({ metrics, refused: () => refused });
    load.start();
    vi.advanceTimersByTime(250);
    expect(load.level).toBe('normal');
    refused = 1;
    vi.advanceTimersByTime(250);
    expect(load.level).toBe('overloaded');
    vi.advanceTimersByTime(2_750);
    expect(load.level).toBe('overloaded');
    vi.advanceTimersByTime(500);
    expect(load.level).toBe('normal');
    load.stop();
  });
});
