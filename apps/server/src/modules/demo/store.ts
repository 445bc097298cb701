import { NOTICE_VERSION } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

/** Bulk writing of the fictional city; used once, on an empty database, by the owning role. */

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

/** Registered residents who agreed to everything at a moment. @returns person ids in the order given. */
export async function insertResidents(db: Queryable, rows: readonly PersonSeed[], agreedAt: Date): Promise<number[]> {
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
      from unnest(${column((r) => r.publicId)}::uuid[], ${column((r) => r.phoneIndex)}::bytea[]) as a (public_id, phone_index) join person using (public_id)
      returning id),
    agreed as (
      insert into consents (id, account_id, kind, version, given, at)
      select gen_random_uuid(), account.id, kind, ${NOTICE_VERSION}, true, ${agreedAt}
      from account cross join unnest('{notice,sensitive}'::text[]) as k (kind))
    select id, public_id from person`.execute(db);
  const ids = new Map(inserted.rows.map((row) => [row.publicId, row.id]));
  return rows.map((row) => ids.get(row.publicId) ?? 0);
}
