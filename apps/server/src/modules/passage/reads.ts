import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';
import type { VisitRow } from './store';

const HOUR_MS = 3_600_000;

export interface VerdictCount {
  readonly verdict: number;
  readonly count: number;
}

export async function countByVerdict(db: Database, venueId: number, since: Date): Promise<VerdictCount[]> {
  const { rows } =
    await sql<VerdictCount>`select verdict, count(*) as count from visits where venue_id = ${venueId} and at >= ${since} group by verdict`.execute(
      db,
    );
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
    from visits where venue_id = ${venueId} and at >= ${since} group by 1`.execute(db);
  return rows;
}

export async function lastVisitAt(db: Database, venueId: number): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from visits where venue_id = ${venueId} order by at desc limit 1`.execute(db);
  return rows[0]?.at;
}

export type DoorRow = Pick<VisitRow, 'eventId' | 'recordedAt' | 'verdict' | 'advice'>;

/** Last answers at a door, newest first: no person. */
export async function listLastAnswers(db: Database, venueId: number, now: number, limit: number): Promise<DoorRow[]> {
  const { rows } = await sql<DoorRow>`select event_id, recorded_at, verdict, advice from visits
    where venue_id = ${venueId} and at > ${new Date(now - 12 * HOUR_MS)} order by at desc limit ${limit}`.execute(db);
  return rows;
}

/** A person's own visits, newest first. */
export async function listOwnVisits(
  db: Database,
  personId: number,
  place: { at: Date; id: string } | undefined,
  limit: number,
): Promise<VisitRow[]> {
  const older = place === undefined ? sql`true` : sql`(at, event_id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } =
    await sql<VisitRow>`select event_id, at, recorded_at, person_id, venue_id, verdict, advice, evidence, method, direction, temperature, reasons
    from visits where person_id = ${personId} and ${older} order by at desc, event_id desc limit ${limit + 1}`.execute(db);
  return rows;
}
