import type { TrajectoryStop } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { dayLanes } from './day-lanes';

function stop(at: string, until: string): TrajectoryStop {
  const place = { venue: '柳桥农贸市场', address: '柳桥路 18 号', checkpoint: null, class: 'market' } as const;
  return { at, until, endKnownBy: 'exit_scan', ...place, verdict: 'pass', evidence: 'static' };
}

describe('dayLanes', () => {
  it('puts a stay on its day in the city, not in UTC', () => {
    const [lane] = dayLanes([stop('2026-11-21T23:30:00Z', '2026-11-22T00:15:00Z')], 'Asia/Shanghai');
    expect(lane?.day).toBe('2026-11-22');
    expect(lane?.bars[0]).toMatchObject({ number: 1, from: 450, to: 495 });
  });

  it('cuts a night at midnight and keeps its number', () => {
    const lanes = dayLanes([stop('2026-11-20T10:30:00Z', '2026-11-20T21:20:00Z')], 'Asia/Shanghai');
    expect(lanes.map((lane) => lane.day)).toEqual(['2026-11-20', '2026-11-21']);
    expect(lanes.flatMap((lane) => lane.bars.map(({ number, from, to }) => [number, from, to]))).toEqual([
      [1, 1110, 1440],
      [1, 0, 320],
    ]);
  });

  it('gives a stay that ends at midnight one day only, and one of no length its place', () => {
    expect(dayLanes([stop('2026-11-20T10:00:00Z', '2026-11-20T16:00:00Z')], 'Asia/Shanghai')).toHaveLength(1);
    expect(dayLanes([stop('2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z')], 'Asia/Shanghai')[0]?.bars).toHaveLength(1);
  });
});
