import { describe, expect, it } from 'vitest';
import { Tally } from './tally';

/** Ten seconds of warm-up, then two phases of one and two seconds. */
const WARM = 10_000;
const open = () => new Tally({ from: WARM, phases: [1, 2], isBySecond: true, byScheduled: true });
const answer = (status: number, scheduledAt: number, tookMs: number, retryAfter = -1) => ({
  status,
  retryAfter,
  scheduledAt,
  sentAt: scheduledAt + 5,
  answeredAt: scheduledAt + tookMs,
});

describe('what phones saw', () => {
  it('leaves the warm-up out, except for what must be on disk', () => {
    const tally = open();
    for (const at of [100, WARM - 1, WARM, WARM + 2_999, WARM + 3_000]) {
      tally.addSent(at);
      tally.add(answer(200, at, 20));
    }
    const result = tally.result(0, 1);
    expect([result.answers, result.acceptedInAll, result.broken]).toEqual([2, 5, 0]);
    expect(result.offeredPerSecond).toBe(1);
  });

  it('counts an answer where it was scheduled, however late it came, and from when it was sent beside', () => {
    const tally = open();
    tally.addSent(WARM + 500);
    tally.add(answer(200, WARM + 500, 60_000));
    const { phases, bySecond, accepted, acceptedSinceSent } = tally.result(0, 1);
    expect(phases.map((phase) => phase.answers)).toEqual([1, 0]);
    expect(bySecond).toEqual([{ offered: 1, accepted: 1, refused: 0, p99Ms: 60_000 }]);
    expect([accepted.maxMs, acceptedSinceSent.maxMs]).toEqual([60_000, 59_995]);
  });

  it('keeps refusals apart, with what they say of coming back', () => {
    const tally = open();
    for (const [status, retryAfter] of [
      [503, 3],
      [429, 1],
      [503, -1],
      [200, -1],
    ] as const) {
      tally.addSent(WARM + 1_500);
      tally.add(answer(status, WARM + 1_500, 10, retryAfter));
    }
    const { phases, refused } = tally.result(0, 1);
    expect(refused.count).toBe(3);
    expect(phases[1]).toMatchObject({ statuses: { 200: 1, 429: 1, 503: 2 }, retryAfter: { least: 1, most: 3, missing: 1 } });
  });

  it('knows of requests that were never answered', () => {
    const tally = open();
    tally.addSent(WARM);
    tally.addSent(WARM);
    tally.add(answer(200, WARM, 10));
    expect(tally.result(7, 2)).toMatchObject({ broken: 1, abandoned: 7, connections: 2 });
  });

  it('counts a closed loop by its answers', () => {
    const tally = new Tally({ from: WARM, phases: [1], isBySecond: false, byScheduled: false });
    tally.add(answer(200, WARM - 10, 20));
    tally.add(answer(200, WARM + 990, 20));
    expect(tally.result(0, 1).answers).toBe(1);
  });
});
