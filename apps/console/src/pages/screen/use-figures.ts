import type { Flow, Incident, WorkItem } from '@tongxing/contract';
import { isRefusal } from '../../api/client';
import { type ReadState, useRead } from '../../api/hooks';
import { byPress } from '../../parts/arrival';
import { useMay } from '../../session/session';

/** About; between 10 and 30 s with their spread. Counting a day's scans costs the server most, so it is asked least. */
const EVERY_MS = { flow: 24_000, clocks: 14_000, warnings: 20_000 } as const;
/** As many as one answer holds. */
const MOST = 100;
const PRESSING = 6;

/** A figure with the answer it was read from. */
export interface Counted {
  readonly read: Pick<ReadState<unknown>, 'data' | 'error' | 'isOld' | 'answeredAt'>;
  /** Undefined until there is an answer. */
  readonly count: number | undefined;
  /** There are more than were counted. */
  readonly isMore?: boolean;
}

export interface Figures {
  readonly flow: ReadState<Flow>;
  readonly open: Counted;
  readonly late: Counted;
  /** Since when the oldest open incident waits; null when there is none or the account is not told. */
  readonly oldestAt: string | null;
  /** Undefined when the account may not read incidents. */
  readonly incidents: { readonly read: Counted['read']; readonly pressing: readonly Incident[] } | undefined;
  /** Undefined when the account may not read warnings. */
  readonly warnings: Counted | undefined;
  /** No answer comes at all, which is not the same as one that is put off. */
  readonly isLost: boolean;
}

function isCutOff({ error, isOld }: ReadState<unknown>): boolean {
  return isRefusal(error, 'NETWORK') || (isOld && error === null);
}

/** Everything the large screen shows, asked for again by itself; the last answers stay when newer ones are refused. */
export function useFigures(): Figures {
  const may = useMay();
  const mayIncidents = may('incident.read');
  const mayWarnings = may('warning.read');
  const flow = useRead('flow', 'GET /api/v1/statistics/flow', {}, { every: EVERY_MS.flow });
  const work = useRead('work', 'GET /api/v1/staff/work', {}, { every: EVERY_MS.clocks });
  const incidentQuery = { query: { open: 'true', limit: MOST } };
  const incidents = useRead('incidents', 'GET /api/v1/incidents', incidentQuery, { enabled: mayIncidents, every: EVERY_MS.clocks });
  const warningQuery = { query: { state: 'open', limit: MOST } } as const;
  const warnings = useRead('warnings', 'GET /api/v1/warnings', warningQuery, { enabled: mayWarnings, every: EVERY_MS.warnings });

  const item = (kind: WorkItem['kind']) => work.data?.items.find((each) => each.kind === kind);
  // Work is never put off, statistics are: accounts that are told their incidents see them while the figures stand still.
  const incidentCount = (kind: WorkItem['kind'], inFlow: 'openIncidents' | 'overdueIncidents'): Counted =>
    mayIncidents ? { read: work, count: item(kind)?.count } : { read: flow, count: flow.data?.[inFlow] };
  const pressing = [...(incidents.data?.items ?? [])].sort(byPress).slice(0, PRESSING);
  return {
    flow,
    open: incidentCount('incidents_open', 'openIncidents'),
    late: incidentCount('incidents_overdue', 'overdueIncidents'),
    oldestAt: item('incidents_open')?.oldestAt ?? null,
    incidents: mayIncidents ? { read: incidents, pressing } : undefined,
    warnings: mayWarnings
      ? { read: warnings, count: warnings.data?.items.length, isMore: (warnings.data?.nextCursor ?? null) !== null }
      : undefined,
    isLost: [flow, work, incidents, warnings].some(isCutOff),
  };
}
