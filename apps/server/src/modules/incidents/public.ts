import type { Tx } from '../../platform/database/database';
import { insertIncidents, type OpenIncident, type Report, readOpenIncidents, type Whereabouts } from './store';
import { incidentNumber } from './workflow';

export { countIncidents } from './store';

export interface Reported {
  readonly id: string;
  /** Number as it is said on the telephone. */
  readonly label: string;
  /** False when the person's incident at this venue was open already. */
  readonly isNew: boolean;
}

const keyOf = ({ personId, venueId }: Whereabouts) => `${personId} ${venueId}`;

/**
 * Opens an incident for each report, or joins the one still open for the same person at the same venue, in the
 * transaction of the visits that caused them: by one statement when all are new, by two when some are not.
 * @param reports one at most of a person and venue
 * @returns the incident of each
 */
export async function reportIncidents(
  tx: Tx,
  reports: readonly Report[],
  timeZone: string,
): Promise<(whereabouts: Whereabouts) => Reported> {
  const incidents = new Map<string, Reported>();
  const keep = (found: readonly OpenIncident[], isNew: boolean) => {
    for (const one of found) incidents.set(keyOf(one), { id: one.id, label: incidentNumber(one.number, one.reportedAt, timeZone), isNew });
  };
  const missing = () => reports.filter((report) => !incidents.has(keyOf(report)));
  // A second time only when one was closed between the two statements.
  while (missing().length > 0) {
    keep(await insertIncidents(tx, missing()), true);
    keep(await readOpenIncidents(tx, missing()), false);
  }
  return (whereabouts) => {
    const incident = incidents.get(keyOf(whereabouts));
    if (incident === undefined) throw new Error(`nothing was reported of person ${whereabouts.personId} at venue ${whereabouts.venueId}`);
    return incident;
  };
}
