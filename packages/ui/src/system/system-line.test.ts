import type { System } from '@tongxing/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { betterClock, followSystem, type ShownLoad, type SystemLook, settleLoad } from './system-line';

const SYSTEM = { now: '2026-11-22T08:30:00+08:00', load: 'busy' } as System;

function looks(offsetMs: number, tookMs: number): SystemLook {
  return { system: SYSTEM, offsetMs, tookMs };
}

describe('settleLoad', () => {
  const NORMAL: ShownLoad = { level: 'normal', calmLooks: 0 };

  it('goes up at once and down after two normal answers', () => {
    const busy = settleLoad(NORMAL, 'busy');
    expect(busy.level).toBe('busy');
    const first = settleLoad(busy, 'normal');
    expect(first.level).toBe('busy');
    expect(settleLoad(first, 'normal').level).toBe('normal');
    expect(settleLoad(first, 'overloaded').level).toBe('overloaded');
    expect(settleLoad(settleLoad(first, 'busy'), 'normal').level).toBe('busy');
  });
});

describe('betterClock', () => {
  it('keeps the quicker measurement while the two agree', () => {
    const quick = looks(100, 20);
    expect(betterClock(quick, looks(400, 900))).toBe(quick);
    expect(betterClock(looks(400, 900), quick)).toBe(quick);
  });

  it('believes the later one when a clock was set', () => {
    const later = looks(60_000, 900);
    expect(betterClock(looks(100, 20), later)).toBe(later);
  });
});

describe('followSystem', () => {
  const page = { hidden: false, addEventListener: vi.fn(), removeEventListener: vi.fn() };
  const fetched = vi.fn<() => Promise<Response>>();
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    page.hidden = false;
    fetched.mockReset().mockImplementation(async () => Response.json(SYSTEM));
    vi.stubGlobal('document', page);
    vi.stubGlobal('fetch', fetched);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('asks a phone’s question once', async () => {
    const heard = vi.fn();
    const stop = followSystem(heard, undefined);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(heard).toHaveBeenCalledTimes(1);
    stop();
  });

  it('looks again while the page can be seen, and when it is seen again', async () => {
    const stop = followSystem(() => undefined, 15_000);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetched).toHaveBeenCalledTimes(3);
    page.hidden = true;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fetched).toHaveBeenCalledTimes(3);
    page.hidden = false;
    page.addEventListener.mock.calls.at(-1)?.[1]();
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toHaveBeenCalledTimes(4);
    stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fetched).toHaveBeenCalledTimes(4);
  });

  it('waits as long as it is asked to and longer each time', async () => {
    fetched.mockImplementation(async () => new Response('', { status: 503, headers: { 'retry-after': '20' } }));
    const stop = followSystem(() => undefined, 15_000);
    await vi.advanceTimersByTimeAsync(22_000);
    expect(fetched).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetched).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(24_000);
    expect(fetched).toHaveBeenCalledTimes(2);
    stop();
  });
});
