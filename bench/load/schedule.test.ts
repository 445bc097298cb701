import { describe, expect, it } from 'vitest';
import { type Arrivals, ClosedLoop, OpenLoop } from './schedule';

function takeAll(arrivals: Arrivals, now: number): number[] {
  const times: number[] = [];
  for (let at = arrivals.take(now); at !== undefined; at = arrivals.take(now)) times.push(at);
  return times;
}

describe('open loop', () => {
  it('has arrivals at a fixed rate, due whether or not anybody took the ones before', () => {
    const load = new OpenLoop([{ rate: 100, seconds: 1 }], 1_000);
    expect(load.take(999)).toBeUndefined();
    expect(takeAll(load, 1_025)).toEqual([1_000, 1_010, 1_020]);
    expect(load.waiting(1_100)).toBe(8);
    expect(takeAll(load, 5_000)).toHaveLength(97);
    expect(load.isOver()).toBe(true);
  });

  it('keeps the scheduled time of an arrival that waited: a stalled server cannot hide its queue', () => {
    const load = new OpenLoop([{ rate: 10, seconds: 10 }], 0);
    const stalledUntil = 8_000;
    const waits = takeAll(load, stalledUntil).map((scheduledAt) => stalledUntil - scheduledAt);
    expect(waits[0]).toBe(8_000);
    expect(waits.at(-1)).toBe(0);
    expect(waits).toHaveLength(81);
  });

  it('changes its rate with each phase and loses nobody between them', () => {
    const phases = [
      { rate: 1_000, seconds: 2 },
      { rate: 3_000, seconds: 1 },
      { rate: 500, seconds: 2 },
    ];
    const times = takeAll(new OpenLoop(phases, 0), 60_000);
    const within = (from: number, until: number) => times.filter((at) => at >= from && at < until).length;
    expect([within(0, 2_000), within(2_000, 3_000), within(3_000, 5_000)]).toEqual([2_000, 3_000, 1_000]);
    expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0))).toBe(true);
  });

  it('lets go of who waited longer than the patience, and counts them', () => {
    const load = new OpenLoop([{ rate: 10, seconds: 1 }], 0, 300);
    expect(takeAll(load, 900)).toEqual([600, 700, 800, 900]);
    expect(load.abandoned).toBe(6);
  });
});

describe('closed loop', () => {
  it('asks again at once until its time is over', () => {
    const load = new ClosedLoop(1_000);
    expect(load.take(999.5)).toBe(999.5);
    expect(load.take(1_000)).toBeUndefined();
    expect([load.waiting(5), load.waiting(1_000), load.isOver(1_000)]).toEqual([Number.POSITIVE_INFINITY, 0, true]);
  });
});
