import { endpoints, type WorkItem } from '@tongxing/contract';
import type { Staff } from '../../platform/http/principals';
import { countIncidents } from '../incidents/public';
import type { ModuleContext } from '../module';
import { totalsOf } from '../passage/public';
import { countOpenTraces } from '../tracing/public';
import { countOpenWarnings } from '../warnings/public';
import { countFlow, countVenues } from './reads';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export function bindSupervisionRoutes({ router, db, clock }: ModuleContext): void {
  async function incidentWork(staff: Staff): Promise<WorkItem[]> {
    const counts = await countIncidents(db, staff, new Date(clock.now()));
    if (counts === undefined) return [];
    return [
      { kind: 'incidents_overdue', count: counts.overdue, oldestAt: counts.oldestOverdue?.toISOString() ?? null },
      { kind: 'incidents_to_dispatch', count: counts.reported, oldestAt: counts.oldestReported?.toISOString() ?? null },
      { kind: 'incidents_open', count: counts.open, oldestAt: counts.oldestOpen?.toISOString() ?? null },
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
