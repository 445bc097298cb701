import type { Incident } from '@tongxing/contract';

/** From here on the time left is coloured. */
const SOON_MS = 10 * 60 * 1000;

export type Timed = Pick<Incident, 'reportedAt' | 'dueAt' | 'arrivedAt' | 'closedAt'>;

/** How an incident stands against its arrival time, at one moment. */
export interface Reading {
  readonly tone: 'calm' | 'soon' | 'late' | 'done';
  /** Key under `console:clock`. */
  readonly word: 'left' | 'late' | 'arrived' | 'arrived_late' | 'closed_unseen';
  readonly ms: number;
}

/** Reads the arrival clock of an incident; pure, so that the table and the page never disagree. */
export function readClock(incident: Timed, now: number): Reading {
  const due = Date.parse(incident.dueAt);
  const reported = Date.parse(incident.reportedAt);
  if (incident.arrivedAt !== null) {
    const arrived = Date.parse(incident.arrivedAt);
    const isLate = arrived > due;
    return { tone: isLate ? 'late' : 'done', word: isLate ? 'arrived_late' : 'arrived', ms: arrived - reported };
  }
  if (incident.closedAt !== null) return { tone: 'done', word: 'closed_unseen', ms: Date.parse(incident.closedAt) - reported };
  const left = due - now;
  if (left < 0) return { tone: 'late', word: 'late', ms: -left };
  return { tone: left < SOON_MS ? 'soon' : 'calm', word: 'left', ms: left };
}

/** Nobody on site yet before somebody on site, and then the earliest due. */
export function byPress(a: Timed, b: Timed): number {
  const isSeen = (incident: Timed) => (incident.arrivedAt === null ? 0 : 1);
  return isSeen(a) - isSeen(b) || Date.parse(a.dueAt) - Date.parse(b.dueAt);
}
