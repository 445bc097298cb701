import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export interface TripRow {
  readonly id: string;
  readonly personId: number;
  readonly divisionCode: string;
  readonly arrivedAt: Date;
  readonly leftAt: Date;
  readonly declaredAt: Date;
}

/** Adds a declared trip and tells every node to read the person again. @returns false when the id was used before. */
export async function insertTrip(db: Queryable, trip: TripRow): Promise<boolean> {
  const result = await sql`insert into trips (id, person_id, division_code, arrived_at, left_at, declared_at)
    values (${trip.id}, ${trip.personId}, ${trip.divisionCode}, ${trip.arrivedAt}, ${trip.leftAt}, ${trip.declaredAt}) on conflict (id) do nothing`.execute(
    db,
  );
  if (result.numAffectedRows !== 1n) return false;
  await sql`insert into fact_changes (kind, key) values ('person', ${trip.personId})`.execute(db);
  return true;
}

export async function findTrip(db: Queryable, id: string, personId: number): Promise<TripRow | undefined> {
  const { rows } =
    await sql<TripRow>`select id, person_id, division_code, arrived_at, left_at, declared_at from trips where id = ${id} and person_id = ${personId}`.execute(
      db,
    );
  return rows[0];
}

export async function listTrips(
  db: Queryable,
  personId: number,
  place: { at: Date; id: string } | undefined,
  limit: number,
): Promise<TripRow[]> {
  const older = place === undefined ? sql`true` : sql`(declared_at, id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<TripRow>`select id, person_id, division_code, arrived_at, left_at, declared_at from trips
    where person_id = ${personId} and ${older} order by declared_at desc, id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** Removes what somebody who is erased declared. */
export async function deleteTrips(db: Queryable, personId: number): Promise<void> {
  await sql`delete from trips where person_id = ${personId}`.execute(db);
}

export interface RiskStay {
  readonly personId: number;
  /** End of the last stay in a risk area. */
  readonly leftAt: Date;
}

/**
 * Who stayed in a risk area since a moment: the area is at risk now, or was while the person was there. Both matter
 * (standards §5.2).
 */
export async function readRiskStays(db: Queryable, since: number, personIds?: readonly number[]): Promise<RiskStay[]> {
  const whose = personIds === undefined ? sql`true` : sql`t.person_id = any(${[...personIds]})`;
  const { rows } = await sql<RiskStay>`select t.person_id, max(t.left_at) as left_at
    from risk_areas r join trips t on t.division_code like r.division_code || '%'
    where t.left_at > ${new Date(since)} and ${whose}
      and (r.valid_to is null or (r.valid_from < t.left_at and t.arrived_at < r.valid_to))
    group by t.person_id`.execute(db);
  return rows;
}
