import { endpoints, type WorkItem } from '@tongxing/contract';
import { dayOf } from '../../platform/days';
import type { Staff } from '../../platform/http/principals';
import { countWaitingEvidence } from '../health/public';
import { countIncidents } from '../incidents/public';
import type { ModuleContext } from '../module';
import { totalsOf } from '../passage/public';
import { countRequests, countUncovered } from '../rights/public';
import { countOpenTraces } from '../tracing/public';
import { countOpenWarnings } from '../warnings/public';
import { countFlow, countVenues } from './reads';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export function bindSupervisionRoutes({ router, db, clock, config }: ModuleContext): void {
  async function incidentWork(staff: Staff): Promise<WorkItem[]> {
    const counts = await countIncidents(db, staff, new Date(clock.now()));
    if (counts === undefined) return [];
    return [
      { kind: 'incidents_overdue', count: counts.overdue, oldestAt: counts.oldestOverdue?.toISOString() ?? null },
      { kind: 'incidents_to_dispatch', count: counts.reported, oldestAt: counts.oldestReported?.toISOString() ?? null },
      { kind: 'incidents_open', count: counts.open, oldestAt: counts.oldestOpen?.toISOString() ?? null },
    ];
  }

  async function evidenceWork(staff: Staff): Promise<WorkItem[]> {
    const { confirmations, withdrawals } = await countWaitingEvidence(db, staff, new Date(clock.now()));
    return [counted('evidence_to_confirm', confirmations), counted('withdrawals_to_decide', withdrawals)];
  }

  async function rightsWork(staff: Staff): Promise<WorkItem[]> {
    const counts = await countRequests(db, staff, new Date(clock.now()));
    return [
      counted('rights_requests_overdue', counts && { count: counts.overdue, oldest: counts.oldestOverdue }),
      counted('rights_requests_open', counts && { count: counts.open, oldest: counts.oldestOpen }),
    ];
  }

  const counted = (kind: WorkItem['kind'], row: { count: number; oldest: Date | null } | undefined): WorkItem => ({
    kind,
    count: row?.count ?? 0,
    oldestAt: row?.oldest?.toISOString() ?? null,
  });

  router.bind(endpoints.listWork, async ({ principal }) => {
    const may = principal.permissions;
    const parts = await Promise.all([
      may.has('warning.acknowledge') ? countOpenWarnings(db, principal).then((row) => [counted('warnings_to_acknowledge', row)]) : [],
      may.has('incident.read') ? incidentWork(principal) : [],
      may.has('trace.approve') ? countOpenTraces(db, principal).then((row) => [counted('traces_to_approve', row)]) : [],
      may.has('evidence.confirm') ? evidenceWork(principal) : [],
      may.has('rights_request.handle') ? rightsWork(principal) : [],
      may.has('legal_basis.edit')
        ? countUncovered(db, dayOf(clock.now(), config.timeZone)).then((count) => [counted('purposes_uncovered', { count, oldest: null })])
        : [],
    ]);
    return { items: parts.flat() };
  });

  router.bind(endpoints.getFlow, async ({ principal }) => {
    const now = clock.now();
    const first = Math.floor(now / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;
    const [rows, venues, incidents] = await Promise.all([
      countFlow(db, principal, new Date(first)),
      countVenues(db, principal, new Date(first)),
      countIncidents(db, principal, new Date(now)),
    ]);
    const hours = Array.from({ length: HOURS }, (_, index) => first + index * HOUR_MS);
    return {
      hours: hours.map((from) => ({ from: new Date(from).toISOString(), ...totalsOf(rows.filter((row) => row.hour.getTime() === from)) })),
      venues: venues.venues,
      venuesWithScans: venues.withScans,
      openIncidents: incidents?.open ?? 0,
      overdueIncidents: incidents?.overdue ?? 0,
    };
  });
}
