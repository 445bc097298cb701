import type { Flow } from '@tongxing/contract';
import { instantToWall } from '../../parts/time';

/** Lowest in a bar first. */
export const KINDS = ['pass', 'unfinished', 'attention', 'stop'] as const;
export type Counts = Readonly<Record<(typeof KINDS)[number], number>>;

/** One hour of the day's clock; `counts` is missing for hours that are still to come. */
export interface HourOfToday {
  readonly hour: number;
  readonly counts: Counts | undefined;
}

export interface Today {
  readonly hours: readonly HourOfToday[];
  readonly totals: Counts;
  readonly sum: number;
}

const HOURS = 24;
const DAY = 'YYYY-MM-DD';

export function sumOf(counts: Counts): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/**
 * The day, by the server's time zone, that the last of the counted hours belongs to. Figures that could not be renewed
 * over midnight stay those of their own day.
 */
export function todayOf(flow: Flow, timeZone: string): Today {
  const counted = flow.hours.map(({ from, ...counts }) => ({ wall: instantToWall(from, timeZone), counts }));
  const day = counted.at(-1)?.wall.format(DAY);
  const byHour = new Map(counted.filter(({ wall }) => wall.format(DAY) === day).map(({ wall, counts }) => [wall.hour(), counts]));
  const totals = { pass: 0, attention: 0, stop: 0, unfinished: 0 };
  for (const counts of byHour.values()) for (const kind of KINDS) totals[kind] += counts[kind];
  return {
    hours: Array.from({ length: HOURS }, (_, hour) => ({ hour, counts: byHour.get(hour) })),
    totals,
    sum: sumOf(totals),
  };
}
