import type { TrajectoryStop } from '@tongxing/contract';
import { instantToWall } from '../../parts/time';

const MINUTES_A_DAY = 24 * 60;

/** A stay, or the part of one that falls on this day; minutes since midnight. */
export interface LaneBar {
  readonly key: string;
  /** Number of the stop in the list, from 1. */
  readonly number: number;
  readonly stop: TrajectoryStop;
  readonly from: number;
  readonly to: number;
}

export interface Lane {
  /** `2026-11-22` in the city's time. */
  readonly day: string;
  readonly bars: readonly LaneBar[];
}

/** Cuts stays at midnight in the given zone and sorts them into days, oldest first; days without a stay are left out. */
export function dayLanes(stops: readonly TrajectoryStop[], timeZone: string): readonly Lane[] {
  const lanes = new Map<string, LaneBar[]>();
  stops.forEach((stop, index) => {
    let start = instantToWall(stop.at, timeZone);
    const end = instantToWall(stop.until, timeZone);
    do {
      const day = start.format('YYYY-MM-DD');
      const midnight = start.startOf('day');
      const from = start.diff(midnight, 'minute');
      const to = Math.min(end.diff(midnight, 'minute'), MINUTES_A_DAY);
      const bars = lanes.get(day) ?? [];
      bars.push({ key: `${index}-${day}`, number: index + 1, stop, from, to: Math.max(to, from) });
      lanes.set(day, bars);
      start = midnight.add(1, 'day');
    } while (start.isBefore(end));
  });
  return [...lanes.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([day, bars]) => ({ day, bars }));
}
