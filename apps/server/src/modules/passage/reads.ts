import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';
import { methodCode } from './codes';
import { momentAt, momentOf } from './moments';
import { type VisitRow, visitColumns } from './store';

const HOUR_MS = 3_600_000;

/** A venue's visits by its own access path: the coarse slot is in the index, the moment settles the rest. */
function atVenueSince(venueId: number, since: Date) {
  const from = momentAt(since.getTime());
  return sql`venue_id = ${venueId} and visit_slot(moment) >= visit_slot(${from}::bigint) and moment >= ${from}::bigint`;
}

const OWN = methodCode.write('resident');

export interface VerdictCount {
  readonly verdict: number;
  readonly count: number;
}

export async function countByVerdict(db: Database, venueId: number, since: Date): Promise<VerdictCount[]> {
  const { rows } = await sql<VerdictCount>`select verdict, count(*) as count from visit_log
    where ${atVenueSince(venueId, since)} group by verdict`.execute(db);
  return rows;
}

/** Visits a venue had in each hour that has any. */
export async function countByHour(
  db: Database,
  venueId: number,
  since: Date,
  timeZone: string,
): Promise<{ hour: number; count: number }[]> {
  const { rows } = await sql<{
    hour: number;
    count: number;
  }>`select extract(hour from at at time zone ${timeZone})::integer as hour, count(*) as count
    from visit_log where ${atVenueSince(venueId, since)} group by 1`.execute(db);
  return rows;
}

export async function lastVisitAt(db: Database, venueId: number): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from visit_log
    where venue_id = ${venueId} order by visit_slot(moment) desc, moment desc limit 1`.execute(db);
  return rows[0]?.at;
}

export type DoorRow = Pick<VisitRow, 'eventId' | 'recordedAt' | 'verdict' | 'advice'>;

/** Last answers at a door, newest first: no person. */
export async function listLastAnswers(db: Database, venueId: number, now: number, limit: number): Promise<DoorRow[]> {
  const { rows } = await sql<DoorRow>`select event_id, recorded_at, verdict, advice from visit_log
    where ${atVenueSince(venueId, new Date(now - 12 * HOUR_MS))} order by visit_slot(moment) desc, moment desc limit ${limit}`.execute(db);
  return rows;
}

/**
 * What a person's own telephone recorded, newest first. Not what a device or staff recorded for a document: a document
 * number proves nothing about who registered it, and must not open a stranger's way.
 */
export async function listOwnVisits(
  db: Database,
  personId: number,
  place: { at: Date; id: string } | undefined,
  limit: number,
): Promise<VisitRow[]> {
  const older = place === undefined ? sql`true` : sql`moment < ${momentOf(place.id).moment}`;
  const { rows } = await sql<VisitRow>`select ${visitColumns}
    from visit_log where person_id = ${personId} and method = ${OWN} and ${older} order by moment desc limit ${limit + 1}`.execute(db);
  return rows;
}
