import type { ExportQuota, Permission } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface RoleRow {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly titleZh: string | null;
  readonly titleEn: string | null;
  readonly permissions: Permission[];
  readonly exportQuota: ExportQuota;
  readonly areaCode: string | null;
  readonly accounts: number;
  readonly version: number;
  readonly createdAt: Date;
}

const columns = (
  staff: Staff,
) => sql`r.id, r.public_id, r.name, r.title_zh, r.title_en, r.permissions, r.area_code, r.version, r.created_at,
  json_build_object('files', r.export_files, 'rows', r.export_rows, 'rowsOfAll', r.export_rows_of_all) as export_quota,
  (select count(*) from staff_directory s where s.role_id = r.id and ${withinDivision(staff, 's.within_code')}) as accounts`;

/** Shipped roles, and those made inside the caller's area or above it. */
export async function listRoles(db: Queryable, staff: Staff, place: Place | undefined, limit: number): Promise<RoleRow[]> {
  const older = place === undefined ? sql`true` : sql`(r.created_at, r.public_id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<RoleRow>`select ${columns(staff)} from roles r
    where (r.area_code is null or ${withinDivision(staff, 'r.area_code')} or starts_with(${staff.areaCode}, r.area_code)) and ${older}
    order by r.created_at desc, r.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** A role made inside the caller's area. */
export async function findOwnRole(db: Queryable, staff: Staff, publicId: string): Promise<RoleRow | undefined> {
  const { rows } = await sql<RoleRow>`select ${columns(staff)} from roles r
    where r.public_id = ${publicId} and ${withinDivision(staff, 'r.area_code')}`.execute(db);
  return rows[0];
}

export interface GrantableRole {
  readonly id: number;
  readonly name: string;
  readonly permissions: Permission[];
}

/** A role that can be granted to an account that lies in a division. */
export async function findGrantableRole(db: Queryable, publicId: string, withinCode: string): Promise<GrantableRole | undefined> {
  const { rows } = await sql<GrantableRole>`select id, name, permissions from roles
    where public_id = ${publicId} and (area_code is null or starts_with(${withinCode}, area_code))`.execute(db);
  return rows[0];
}

/** A role shipped with the platform. */
export async function findPreset(db: Queryable, name: string): Promise<GrantableRole | undefined> {
  const { rows } = await sql<GrantableRole>`select id, name, permissions from roles where name = ${name} and area_code is null`.execute(db);
  return rows[0];
}

export type RoleContent = Pick<RoleRow, 'permissions' | 'exportQuota'> & { readonly titleZh: string; readonly titleEn: string };

/**
 * @returns false when the id was used before.
 * @throws a unique violation on `roles_name_key`.
 */
export async function insertRole(
  tx: Tx,
  role: RoleContent & { readonly publicId: string; readonly name: string; readonly areaCode: string },
  now: Date,
): Promise<boolean> {
  const { files, rows, rowsOfAll } = role.exportQuota;
  const result = await sql`insert into roles (public_id, name, title_zh, title_en, permissions, area_code, created_at,
      export_files, export_rows, export_rows_of_all)
    values (${role.publicId}, ${role.name}, ${role.titleZh}, ${role.titleEn}, ${role.permissions}, ${role.areaCode}, ${now},
      ${files}, ${rows}, ${rowsOfAll})
    on conflict (public_id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** @returns false when somebody else changed it meanwhile. */
export async function updateRole(
  tx: Tx,
  { id, version }: Pick<RoleRow, 'id' | 'version'>,
  { titleZh, titleEn, permissions, exportQuota: { files, rows, rowsOfAll } }: RoleContent,
): Promise<boolean> {
  const result = await sql`update roles set title_zh = ${titleZh}, title_en = ${titleEn}, permissions = ${permissions},
      export_files = ${files}, export_rows = ${rows}, export_rows_of_all = ${rowsOfAll}, version = version + 1
    where id = ${id} and version = ${version}`.execute(tx);
  return result.numAffectedRows === 1n;
}
