import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';
import type { Area } from '../../platform/http/principals';
import { withinArea } from '../area';
import { momentAt } from '../passage/public';

export interface HourRow {
  readonly hour: Date;
  readonly verdict: number;
  readonly count: number;
}

/** Scans of an area by hour and verdict since a moment. */
export async function countFlow(db: Database, area: Area, since: Date): Promise<HourRow[]> {
  const { rows } = await sql<HourRow>`select date_trunc('hour', x.at) as hour, x.verdict, count(*) as count
    from visit_log x join venues v on v.id = x.venue_id
    where x.moment >= ${momentAt(since.getTime())} and ${withinArea(area, 'v.division_code', 'v.id')} group by 1, 2`.execute(db);
  return rows;
}

export async function countVenues(db: Database, area: Area, since: Date): Promise<{ venues: number; withScans: number }> {
  const from = momentAt(since.getTime());
  const { rows } = await sql<{ venues: number; withScans: number }>`select count(*) as venues,
      count(*) filter (where exists (select from visits x
        where x.venue_id = v.id and visit_slot(x.moment) >= visit_slot(${from}::bigint) and x.moment >= ${from}::bigint)) as with_scans
    from venues v where v.state = 'active' and ${withinArea(area, 'v.division_code', 'v.id')}`.execute(db);
  return rows[0] ?? { venues: 0, withScans: 0 };
}

/** Channel on which nodes tell each other that a list changed. */
export const CHANGES_CHANNEL = 'list_changes';

export async function notifyChange(db: Database, kind: string): Promise<void> {
  await sql`select pg_notify(${CHANGES_CHANNEL}, ${kind})`.execute(db);
}
