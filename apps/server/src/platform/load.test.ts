import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Load, levelOf, NodeLoad, WorstLoad } from './load';
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

  it('is as loaded as the worst of its processes, whichever is asked', () => {
    const worst = new WorstLoad();
    const nodes: NodeLoad[] = [];
    const tell = () => {
      for (const node of nodes) node.hear(worst.level);
    };
    const refused = [0, 0];
    const loads = [0, 1].map((place) => {
      const node = new NodeLoad((level) => {
        if (worst.see(place, level)) tell();
      });
      nodes.push(node);
      return new Load({ metrics: createMetrics(), refused: () => refused[place] ?? 0, node });
    });
    for (const load of loads) load.start();
    const levels = () => loads.map((load) => load.level);
    vi.advanceTimersByTime(250);
    expect(levels()).toEqual(['normal', 'normal']);
    refused[1] = 1;
    vi.advanceTimersByTime(250);
    expect(levels()).toEqual(['overloaded', 'overloaded']);
    vi.advanceTimersByTime(3_500);
    expect(levels()).toEqual(['normal', 'normal']);
    for (const load of loads) load.stop();
  });
});

describe('the worst level', () => {
  it('is told when it changes, and not what a process left behind that ended', () => {
    const worst = new WorstLoad();
    expect([worst.see(1, 'busy'), worst.see(2, 'busy'), worst.see(2, 'overloaded')]).toEqual([true, false, true]);
    expect(worst.level).toBe('overloaded');
    expect([worst.forget(2), worst.level]).toEqual([true, 'busy']);
    expect([worst.see(1, 'normal'), worst.level]).toEqual([true, 'normal']);
  });
});
