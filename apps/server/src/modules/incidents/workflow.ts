import type { IncidentState } from '@tongxing/rules';
import { yearOf } from '../../platform/days';

/**
 * Where an incident may go. The order is the disposal's own; a dispatcher may close from every state, since people
 * leave before anybody arrives and alarms prove false, but then with a result that says so.
 */
const NEXT: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  reported: ['dispatched', 'closed'],
  dispatched: ['on_site', 'closed'],
  on_site: ['handed_over', 'closed'],
  handed_over: ['closed'],
  closed: [],
};

export function nextStates(state: IncidentState): readonly IncidentState[] {
  return NEXT[state];
}

/** Number as it is said on the telephone: the city's year and a running number. */
export function incidentNumber(number: number, reportedAt: Date, timeZone: string): string {
  return `${yearOf(reportedAt.getTime(), timeZone)}-${String(number).padStart(5, '0')}`;
}
