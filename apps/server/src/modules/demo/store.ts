import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

/** Bulk writing of the fictional city; used once, on an empty database, by the owning role. */

export async function isEmpty(db: Queryable): Promise<boolean> {
  const { rows } = await sql`select from divisions limit 1`.execute(db);
  return rows.length === 0;
}

export interface DivisionRow {
  readonly code: string;
  readonly parent: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly pathZh: string;
  readonly pathEn: string;
}

export async function insertDivisions(db: Queryable, rows: readonly DivisionRow[]): Promise<void> {
  const column = (pick: (row: DivisionRow) => string | null) => rows.map(pick);
  await sql`insert into divisions (code, parent_code, name_zh, name_en, path_zh, path_en)
    select * from unnest(${column((r) => r.code)}::text[], ${column((r) => r.parent)}::text[], ${column((r) => r.nameZh)}::text[],
      ${column((r) => r.nameEn)}::text[], ${column((r) => r.pathZh)}::text[], ${column((r) => r.pathEn)}::text[])`.execute(db);
}

export interface VenueSeed {
  readonly publicId: string;
  readonly code: string;
  readonly name: string;
  readonly class: string;
  readonly scene: string;
  readonly address: string;
  readonly divisionCode: string;
  readonly contactPhoneSealed: Buffer;
}

export async function insertVenues(db: Queryable, rows: readonly VenueSeed[]): Promise<void> {
  const column = <T>(pick: (row: VenueSeed) => T) => rows.map(pick);
  await sql`insert into venues (public_id, code, name, class, scene, address, division_code, contact_phone_sealed)
    select * from unnest(${column((r) => r.publicId)}::uuid[], ${column((r) => r.code)}::text[], ${column((r) => r.name)}::text[], ${column((r) => r.class)}::text[],
      ${column((r) => r.scene)}::text[], ${column((r) => r.address)}::text[], ${column((r) => r.divisionCode)}::text[], ${column((r) => r.contactPhoneSealed)}::bytea[])`.execute(
    db,
  );
}

export interface PersonSeed {
  readonly publicId: string;
  readonly documentType: string;
  readonly nameSealed: Buffer;
  readonly documentSealed: Buffer;
  readonly documentIndex: Buffer;
  readonly phoneSealed: Buffer;
  readonly phoneIndex: Buffer;
}

/** @returns person ids in the order given. */
export async function insertResidents(db: Queryable, rows: readonly PersonSeed[]): Promise<number[]> {
  const column = <T>(pick: (row: PersonSeed) => T) => rows.map(pick);
  const inserted = await sql<{ id: number; publicId: string }>`with person as (
      insert into persons (public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed)
      select public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed
      from unnest(${column((r) => r.publicId)}::uuid[], ${column((r) => r.documentType)}::text[], ${column((r) => r.nameSealed)}::bytea[],
        ${column((r) => r.documentSealed)}::bytea[], ${column((r) => r.documentIndex)}::bytea[], ${column((r) => r.phoneSealed)}::bytea[])
        as p (public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed)
      returning id, public_id, phone_sealed),
    account as (
      insert into resident_accounts (phone_index, phone_sealed, person_id)
      select a.phone_index, person.phone_sealed, person.id
      from unnest(${column((r) => r.publicId)}::uuid[], ${column((r) => r.phoneIndex)}::bytea[]) as a (public_id, phone_index) join person using (public_id))
    select id, public_id from person`.execute(db);
  const ids = new Map(inserted.rows.map((row) => [row.publicId, row.id]));
  return rows.map((row) => ids.get(row.publicId) ?? 0);
}

export interface StaffSeed {
  readonly publicId: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly displayName: string;
  readonly role: string;
  readonly areaCode: string | null;
  /** Public id of the venue, for accounts of one venue. */
  readonly venue: string | null;
  readonly phoneSealed: Buffer;
}

/** @returns the account's id. */
export async function insertStaff(db: Queryable, staff: StaffSeed): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`insert into staff_accounts (public_id, username, password_hash, display_name, role_id, area_code, venue_id, phone_sealed)
    select ${staff.publicId}, ${staff.username}, ${staff.passwordHash}, ${staff.displayName}, r.id, ${staff.areaCode},
      (select id from venues where public_id = ${staff.venue}), ${staff.phoneSealed}
    from roles r where r.name = ${staff.role} returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

/** A database belongs to one profile for life. @returns the profile it belongs to. */
export async function claimInstallation(db: Queryable, profile: string): Promise<string> {
  await sql`insert into installation (profile) values (${profile}) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ profile: string }>`select profile from installation`.execute(db);
  return rows[0]?.profile ?? profile;
}
