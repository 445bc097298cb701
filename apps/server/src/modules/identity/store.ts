import type { Permission } from '@tongxing/contract';
import type { VenueClass } from '@tongxing/rules';
import { sql } from 'kysely';
import { FUTURE_MS } from '../../platform/clock';
import type { Queryable } from '../../platform/database/database';
import type { FunctionalArea, Industry } from '../../platform/http/principals';
import { agreesToSensitive, readVersion } from './consent-store';

export interface AccountRow {
  readonly id: number;
  readonly personId: number | null;
}

/** The account of a telephone; made at the first sign-in. */
export async function ensureAccount(db: Queryable, phoneIndex: Buffer, phoneSealed: Buffer): Promise<AccountRow> {
  await sql`insert into resident_accounts (phone_index, phone_sealed) values (${phoneIndex}, ${phoneSealed}) on conflict (phone_index) do nothing`.execute(
    db,
  );
  const { rows } = await sql<AccountRow>`select id, person_id from resident_accounts where phone_index = ${phoneIndex}`.execute(db);
  const account = rows[0];
  if (account === undefined) throw new Error('account vanished');
  return account;
}

export interface AccountDetail {
  readonly phoneSealed: Buffer;
  readonly personId: number | null;
  readonly nameSealed: Buffer | null;
  readonly documentSealed: Buffer | null;
  /** Name given at a registration that an officer has to confirm; null otherwise. */
  readonly claimedNameSealed: Buffer | null;
  /** Version of the privacy notice that was read last. */
  readonly notice: number | null;
  /** Whether health and itinerary may be shown and declared on the telephone. */
  readonly sensitive: boolean;
}

export async function readAccount(db: Queryable, accountId: number): Promise<AccountDetail | undefined> {
  const { rows } = await sql<AccountDetail>`select a.phone_sealed, a.person_id, a.claimed_name_sealed, p.name_sealed, p.document_sealed,
      ${readVersion} as notice, ${agreesToSensitive} as sensitive
    from resident_accounts a left join persons p on p.id = a.person_id where a.id = ${accountId}`.execute(db);
  return rows[0];
}

export interface NewPerson {
  readonly publicId: string;
  readonly documentType: string;
  readonly nameSealed: Buffer;
  readonly documentSealed: Buffer;
  readonly documentIndex: Buffer;
  /** Null for somebody a door records, who has no telephone. */
  readonly phoneSealed: Buffer | null;
}

/** @throws a unique violation on `persons_document_key` when the document is registered. */
export async function insertPerson(db: Queryable, person: NewPerson): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`insert into persons (public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed)
    values (${person.publicId}, ${person.documentType}, ${person.nameSealed}, ${person.documentSealed}, ${person.documentIndex}, ${person.phoneSealed})
    returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

/**
 * @param claimedName sealed, while an officer has to confirm that the person is theirs
 * @returns false when the account has a person already.
 */
export async function linkPerson(db: Queryable, accountId: number, personId: number, claimedName: Buffer | null): Promise<boolean> {
  const result = await sql`update resident_accounts set person_id = ${personId}, claimed_name_sealed = ${claimedName}
    where id = ${accountId} and person_id is null`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function findPersonByDocument(db: Queryable, documentIndex: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`select id from persons where document_index = ${documentIndex}`.execute(db);
  return rows[0]?.id;
}

export interface FoundPerson {
  readonly id: number;
  readonly documentIndex: Buffer;
  readonly nameSealed: Buffer;
}

/** Persons behind documents, in no order; who is not registered is not among them. */
export async function findPersonsByDocument(db: Queryable, documentIndexes: readonly Buffer[]): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`select id, document_index, name_sealed from persons
    where document_index = any(${[...documentIndexes]}::bytea[])`.execute(db);
  return rows;
}

export interface SealedPerson {
  readonly id: number;
  readonly nameSealed: Buffer;
  readonly documentSealed: Buffer;
  /** Null for somebody without a telephone. */
  readonly phoneSealed: Buffer | null;
}

/** Who was erased is not among them. */
export async function readPersons(db: Queryable, ids: readonly number[]): Promise<SealedPerson[]> {
  const { rows } = await sql<SealedPerson>`select id, name_sealed, document_sealed, phone_sealed from persons
    where id = any(${[...ids]}) and erased_at is null`.execute(db);
  return rows;
}

export interface StaffRow {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly displayName: string;
  readonly role: string;
  readonly permissions: Permission[];
  readonly areaCode: string | null;
  readonly venueId: number | null;
  readonly functional: FunctionalArea | null;
  readonly industry: Industry | null;
}

export const staffColumns = sql`s.id, s.username, s.password_hash, s.display_name, r.name as role, r.permissions, s.area_code, s.venue_id,
  case when s.functional_area_id is not null then (
    select json_build_object('publicId', f.public_id, 'areaCode', f.area_code, 'divisionCodes', array(
      select d.division_code from functional_area_divisions d where d.functional_area_id = f.id))
    from functional_areas f where f.id = s.functional_area_id) end as functional,
  case when s.industry is not null then json_build_object('areaCode', s.industry_code, 'venueClass', s.industry) end as industry`;

export interface StaffLabels {
  readonly roleZh: string | null;
  readonly roleEn: string | null;
  readonly zoneZh: string | null;
  readonly zoneEn: string | null;
}

/** What a district called the role and the functional area of an account; null for what is shipped or of another kind. */
export async function readLabels(db: Queryable, staffId: number): Promise<StaffLabels> {
  const { rows } = await sql<StaffLabels>`select r.title_zh as role_zh, r.title_en as role_en, f.name_zh as zone_zh, f.name_en as zone_en
    from staff_accounts s left join roles r on r.id = s.role_id left join functional_areas f on f.id = s.functional_area_id
    where s.id = ${staffId}`.execute(db);
  return rows[0] ?? { roleZh: null, roleEn: null, zoneZh: null, zoneEn: null };
}

export async function findStaff(db: Queryable, username: string): Promise<StaffRow | undefined> {
  const { rows } = await sql<StaffRow>`select ${staffColumns} from staff_accounts s join roles r on r.id = s.role_id
    where s.username = ${username} and s.suspended_at is null and s.password_hash <> ''`.execute(db);
  return rows[0];
}

export async function findUsername(db: Queryable, staffId: number): Promise<string | undefined> {
  const { rows } = await sql<{ username: string }>`select username from staff_accounts where id = ${staffId}`.execute(db);
  return rows[0]?.username;
}

export async function findDoorSession(db: Queryable, tokenHash: Buffer, now: Date): Promise<number | undefined> {
  const { rows } = await sql<{ subjectId: number }>`select subject_id from sessions
    where token_hash = ${tokenHash} and kind = 'door' and expires_at > ${now}
      and created_at <= ${new Date(now.getTime() + FUTURE_MS)}`.execute(db);
  return rows[0]?.subjectId;
}

export interface Receiver {
  readonly id: number;
  readonly phoneSealed: Buffer;
}

/**
 * The receiver nearest to each area, by division code: the longest area code that covers it, among accounts with the
 * permission and a telephone. An area that nobody of them covers is missing.
 */
export async function findReceivers(
  db: Queryable,
  permission: Permission,
  divisionCodes: readonly string[],
): Promise<ReadonlyMap<string, Receiver>> {
  const { rows } = await sql<Receiver & { code: string }>`select distinct on (d.code) d.code, s.id, s.phone_sealed
    from unnest(${[...new Set(divisionCodes)]}::text[]) as d (code)
    join staff_accounts s on starts_with(d.code, s.area_code) join roles r on r.id = s.role_id
    where ${permission} = any(r.permissions) and s.suspended_at is null and s.password_hash <> '' and s.phone_sealed is not null
    order by d.code, length(s.area_code) desc, s.id`.execute(db);
  return new Map(rows.map(({ code, ...receiver }) => [code, receiver]));
}

/** Whether an account may do something as of now, signed in or not. */
export async function holdsRight(db: Queryable, staffId: number, permission: Permission): Promise<boolean> {
  const { rows } = await sql`select from staff_accounts s join roles r on r.id = s.role_id
    where s.id = ${staffId} and s.suspended_at is null and ${permission} = any(r.permissions)`.execute(db);
  return rows.length > 0;
}

export interface NewStaff {
  readonly publicId: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly displayName: string;
  readonly role: string;
  readonly areaCode: string | null;
  /** Only venues of this class inside the division. */
  readonly industry?: VenueClass;
  /** Public id of the venue, for accounts of one venue. */
  readonly venue: string | null;
  readonly phoneSealed: Buffer | null;
  readonly roleSince: Date;
}

/** @returns the account's id, or 0 when there is no such role or venue. */
export async function insertStaff(db: Queryable, staff: NewStaff): Promise<number> {
  const { areaCode, industry } = staff;
  const [division, industryCode] = industry === undefined ? [areaCode, null] : [null, areaCode];
  const { rows } = await sql<{
    id: number;
  }>`insert into staff_accounts (public_id, username, password_hash, display_name, role_id, area_code, industry, industry_code, venue_id,
      phone_sealed, role_since)
    select ${staff.publicId}, ${staff.username}, ${staff.passwordHash}, ${staff.displayName}, r.id, ${division}, ${industry ?? null}, ${industryCode},
      (select id from venues where public_id = ${staff.venue}), ${staff.phoneSealed}, ${staff.roleSince}
    from roles r where r.name = ${staff.role} returning id`.execute(db);
  return rows[0]?.id ?? 0;
}
