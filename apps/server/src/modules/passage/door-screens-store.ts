import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';

export interface DoorScreenRow {
  readonly id: string;
  /** Kind of browser and system; empty when unknown. */
  readonly device: string;
  readonly pairedAt: Date;
  readonly expiresAt: Date;
}

/** Screens of a venue that hold, newest first; one more than asked for when there are more. */
export async function listDoorScreens(
  db: Queryable,
  venueId: number,
  now: Date,
  after: Place | undefined,
  limit: number,
): Promise<DoorScreenRow[]> {
  const older = after === undefined ? sql`true` : sql`(created_at, public_id) < (${after.at}, ${after.id}::uuid)`;
  const { rows } = await sql<DoorScreenRow>`select public_id as id, device, created_at as paired_at, expires_at from sessions
    where kind = 'door' and subject_id = ${venueId} and expires_at > ${now} and ${older}
    order by created_at desc, public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** @returns false when the venue has no such screen. */
export async function endDoorScreen(tx: Tx, venueId: number, id: string): Promise<boolean> {
  const done = await sql`delete from sessions where public_id = ${id} and kind = 'door' and subject_id = ${venueId}`.execute(tx);
  return done.numAffectedRows === 1n;
}
