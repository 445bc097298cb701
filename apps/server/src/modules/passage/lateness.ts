import type { VisitRow } from './store';

/** Nobody stands at a door for longer, ms. */
const LATE_MS = 5 * 60_000;

/**
 * Whether a scan tells of then and not of now, since its phone or gate had no network: it gives way to people at doors, and
 * calls nobody to the place (docs/adr/0017).
 */
export function isLate({ at, recordedAt }: Pick<VisitRow, 'at' | 'recordedAt'>): boolean {
  return recordedAt.getTime() - at.getTime() > LATE_MS;
}
