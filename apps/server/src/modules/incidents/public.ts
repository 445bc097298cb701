import type { Tx } from '../../platform/database/database';
import { openIncident, type Report, type Reported } from './store';
import { incidentNumber } from './workflow';

export { countIncidents } from './store';

export interface OpenedIncident extends Reported {
  /** Number as it is said on the telephone. */
  readonly label: string;
}

/** Opens an incident (or joins the open one) in the transaction of the visit that caused it. */
export async function reportIncident(tx: Tx, report: Report, timeZone: string): Promise<OpenedIncident> {
  const opened = await openIncident(tx, report);
  return { ...opened, label: incidentNumber(opened.number, report.at, timeZone) };
}
