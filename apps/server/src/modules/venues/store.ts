import type { Scene, VenueClass, VenueState } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';
import type { Area } from '../../platform/http/principals';
import { withinArea } from '../area';

export interface VenueRow {
  readonly id: number;
  readonly publicId: string;
  readonly code: string;
  readonly name: string;
  readonly class: VenueClass;
  readonly scene: Scene;
  readonly state: VenueState;
  readonly address: string;
  readonly divisionCode: string;
  readonly contactPhoneSealed: Buffer;
  readonly createdAt: Date;
}

export interface NewVenue extends Omit<VenueRow, 'id' | 'createdAt' | 'state'> {}

/** @returns the internal id; undefined when the public one was used before. */
export async function insertVenue(db: Queryable, venue: NewVenue): Promise<number | undefined> {
  const { rows } = await sql<{
    id: number;
  }>`insert into venues (public_id, code, name, class, scene, address, division_code, contact_phone_sealed)
    values (${venue.publicId}, ${venue.code}, ${venue.name}, ${venue.class}, ${venue.scene}, ${venue.address}, ${venue.divisionCode}, ${venue.contactPhoneSealed})
    on conflict (public_id) do nothing returning id`.execute(db);
  const id = rows[0]?.id;
  if (id !== undefined) await announceVenue(db, id);
  return id;
}

/** Tells every node to read a venue again. */
export async function announceVenue(db: Queryable, id: number): Promise<void> {
  await sql`insert into fact_changes (kind, key) values ('venue', ${id})`.execute(db);
}

export async function findVenue(db: Queryable, area: Area, publicId: string): Promise<VenueRow | undefined> {
  const { rows } =
    await sql<VenueRow>`select id, public_id, code, name, class, scene, state, address, division_code, contact_phone_sealed, created_at
    from venues where public_id = ${publicId} and ${withinArea(area, 'division_code', 'id')}`.execute(db);
  return rows[0];
}

/** @returns false when the venue was not in one of the states it may leave. */
export async function updateVenueState(db: Queryable, id: number, from: readonly VenueState[], to: VenueState): Promise<boolean> {
  const result = await sql`update venues set state = ${to} where id = ${id} and state = any(${[...from]})`.execute(db);
  if (result.numAffectedRows !== 1n) return false;
  await announceVenue(db, id);
  return true;
}

export async function readPublicId(db: Queryable, id: number): Promise<string | undefined> {
  const { rows } = await sql<{ publicId: string }>`select public_id from venues where id = ${id}`.execute(db);
  return rows[0]?.publicId;
}

export async function insertPairing(
  db: Queryable,
  codeHash: Buffer,
  venueId: number,
  staffId: number,
  now: number,
  lifeMs: number,
): Promise<boolean> {
  await sql`delete from door_pairings where expires_at < ${new Date(now)}`.execute(db);
  const result = await sql`insert into door_pairings (code_hash, venue_id, created_by, expires_at)
    values (${codeHash}, ${venueId}, ${staffId}, ${new Date(now + lifeMs)}) on conflict (code_hash) do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Uses a pairing code up; the venue it pairs with. */
export async function consumePairing(db: Queryable, codeHash: Buffer, now: number): Promise<number | undefined> {
  const { rows } = await sql<{
    venueId: number;
  }>`delete from door_pairings where code_hash = ${codeHash} and expires_at > ${new Date(now)} returning venue_id`.execute(db);
  return rows[0]?.venueId;
}
