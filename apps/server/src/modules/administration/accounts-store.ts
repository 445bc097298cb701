import type { Permission, StaffState } from '@tongxing/contract';
import type { VenueClass } from '@tongxing/rules';
import { type RawBuilder, sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface RoleColumns {
  readonly publicId: string;
  readonly name: string;
  readonly titleZh: string | null;
  readonly titleEn: string | null;
}

/** The area of an account, in the columns it is kept in: exactly one kind. */
export interface AreaColumns {
  readonly areaCode: string | null;
  readonly venueId: number | null;
  readonly functionalAreaId: number | null;
  readonly industry: VenueClass | null;
  readonly industryCode: string | null;
}

export interface AccountRow extends AreaColumns {
  readonly id: number;
  readonly publicId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: RoleColumns | null;
  readonly permissions: Permission[] | null;
  readonly proposedRole: RoleColumns | null;
  readonly venuePublicId: string | null;
  readonly venueName: string | null;
  readonly functionalPublicId: string | null;
  readonly functionalNameZh: string | null;
  readonly functionalNameEn: string | null;
  readonly state: StaffState;
  readonly roleSince: Date;
  readonly lastSignedInAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

const roleColumns = (role: RawBuilder<unknown>) => sql`case when ${role}.id is not null then
  json_build_object('publicId', ${role}.public_id, 'name', ${role}.name, 'titleZh', ${role}.title_zh, 'titleEn', ${role}.title_en) end`;

const state = sql`case when s.suspended_at is not null then 'suspended' when s.role_id is null then 'waiting'
  when s.has_no_password then 'invited' else 'active' end`;

/** Of {@link accountSource}. */
export const accountColumns = sql`s.id, s.public_id, s.username, s.display_name, s.area_code, s.venue_id, s.functional_area_id,
  s.industry, s.industry_code, s.venue_public_id, s.venue_name, s.functional_public_id, s.functional_name_zh, s.functional_name_en,
  s.role_since, s.last_signed_in_at, s.created_at, s.version, r.permissions, ${state} as state,
  ${roleColumns(sql`r`)} as role, ${roleColumns(sql`p`)} as proposed_role`;

export const accountSource = sql`staff_directory s left join roles r on r.id = s.role_id left join roles p on p.id = s.proposed_role_id`;

export interface AccountFilter {
  readonly search: string | undefined;
  readonly roleId: string | undefined;
  readonly divisionCode: string | undefined;
  readonly state: StaffState | undefined;
  readonly permission: Permission | undefined;
}

/** Accounts inside the caller's area, newest first; one more than asked for when there are more. */
export async function listAccounts(
  db: Queryable,
  staff: Staff,
  filter: AccountFilter,
  place: Place | undefined,
  limit: number,
): Promise<AccountRow[]> {
  const older = place === undefined ? sql`true` : sql`(s.created_at, s.public_id) < (${place.at}, ${place.id}::uuid)`;
  const pattern = filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<AccountRow>`select ${accountColumns} from ${accountSource}
    where ${withinDivision(staff, 's.within_code')} and ${older}
      and (${pattern}::text is null or s.username ilike ${pattern} or s.display_name ilike ${pattern})
      and (${filter.roleId ?? null}::uuid is null or r.public_id = ${filter.roleId ?? null})
      and (${filter.divisionCode ?? null}::text is null or s.within_code like ${`${filter.divisionCode ?? ''}%`})
      and (${filter.state ?? null}::text is null or ${state} = ${filter.state ?? null})
      and (${filter.permission ?? null}::text is null or ${filter.permission ?? null} = any (r.permissions))
    order by s.created_at desc, s.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function findAccount(db: Queryable, staff: Staff, publicId: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`select ${accountColumns} from ${accountSource}
    where s.public_id = ${publicId} and ${withinDivision(staff, 's.within_code')}`.execute(db);
  return rows[0];
}

export interface InvitedAccount extends AreaColumns {
  readonly publicId: string;
  readonly username: string;
  readonly displayName: string;
  readonly phoneSealed: Buffer | null;
  readonly proposedRoleId: number;
  /** Granted at once only by the operator, for the first administrators. */
  readonly roleId: number | null;
}

/**
 * @returns the account's id, or undefined when the id was used before.
 * @throws a unique violation on `staff_accounts_username_key`.
 */
export async function insertAccount(tx: Tx, account: InvitedAccount, now: Date): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`insert into staff_accounts (public_id, username, password_hash, display_name, phone_sealed,
      role_id, proposed_role_id, area_code, venue_id, functional_area_id, industry, industry_code, created_at, role_since)
    values (${account.publicId}, ${account.username}, '', ${account.displayName}, ${account.phoneSealed}, ${account.roleId},
      ${account.proposedRoleId}, ${account.areaCode}, ${account.venueId}, ${account.functionalAreaId}, ${account.industry},
      ${account.industryCode}, ${now}, ${now})
    on conflict (public_id) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

/** Gives role and area. @returns false when somebody else changed the account meanwhile. */
export async function updateGrant(
  tx: Tx,
  { id, version }: Pick<AccountRow, 'id' | 'version'>,
  { roleId, ...area }: AreaColumns & { readonly roleId: number },
  now: Date,
): Promise<boolean> {
  const result = await sql`update staff_accounts set version = version + 1, proposed_role_id = null,
      role_since = case when role_id is distinct from ${roleId} then ${now} else role_since end, role_id = ${roleId},
      area_code = ${area.areaCode}, venue_id = ${area.venueId}, functional_area_id = ${area.functionalAreaId},
      industry = ${area.industry}, industry_code = ${area.industryCode}
    where id = ${id} and version = ${version}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** @returns false when somebody else changed the account meanwhile. */
export async function updateSuspension(
  tx: Tx,
  { id, version }: Pick<AccountRow, 'id' | 'version'>,
  suspendedAt: Date | null,
): Promise<boolean> {
  const result = await sql`update staff_accounts set version = version + 1, suspended_at = ${suspendedAt}
    where id = ${id} and version = ${version}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Lets changes that could leave an area without an administrator follow each other. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('administrators'))`.execute(tx);
}

/** Whether somebody else who is active holds a permission in a division that covers this one. */
export async function isHeldByAnother(tx: Tx, permission: Permission, areaCode: string, butAccount: number): Promise<boolean> {
  const { rows } = await sql`select from staff_accounts s join roles r on r.id = s.role_id
    where ${permission} = any (r.permissions) and s.suspended_at is null and s.password_hash <> '' and s.id <> ${butAccount}
      and starts_with(${areaCode}, s.area_code) limit 1`.execute(tx);
  return rows.length > 0;
}
