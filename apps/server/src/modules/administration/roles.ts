import { type ExportQuota, incompatibleIn, type Permission } from '@tongxing/contract';
import { violatedConstraint } from '../../platform/database/database';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import { type Administration, type Asker, isAdministrative } from './accounts';
import { requireOwnDivision } from './areas';
import { findOwnRole, insertRole, type RoleContent, type RoleRow, updateRole } from './roles-store';

/**
 * What a role of one's own may hold.
 * @throws {Refusal} naming the permissions that exclude each other, or are for the three shipped administrators only.
 */
export function checkPermissions(permissions: readonly Permission[]): void {
  const pair = incompatibleIn(permissions);
  if (pair !== undefined) {
    const [one, other] = pair;
    const fields = pair.map((permission) => ({
      field: `permissions.${permissions.indexOf(permission)}`,
      code: 'incompatible_permissions' as const,
      values: { one, other },
    }));
    throw new Refusal('INVALID_REQUEST', { fields });
  }
  const administrative = permissions.findIndex((permission) => isAdministrative([permission]));
  if (administrative >= 0) throw refuseField(`permissions.${administrative}`, 'not_allowed');
}

/** @throws {Refusal} when all accounts together would have less than one of them. */
function checkQuota({ rows, rowsOfAll }: ExportQuota): void {
  if (rowsOfAll < rows) throw refuseField('exportQuota.rowsOfAll', 'too_small');
}

const isSameQuota = (one: ExportQuota, other: ExportQuota) =>
  one.files === other.files && one.rows === other.rows && one.rowsOfAll === other.rowsOfAll;

const unique = (permissions: readonly Permission[]) => [...new Set(permissions)];

/** Whether a role is as wanted already: a repeated request changes nothing. */
function isAsWanted(role: RoleRow, { titleZh, titleEn, permissions, exportQuota }: RoleContent): boolean {
  const wanted = new Set(permissions);
  return (
    role.titleZh === titleZh &&
    role.titleEn === titleEn &&
    isSameQuota(role.exportQuota, exportQuota) &&
    role.permissions.length === wanted.size &&
    role.permissions.every((permission) => wanted.has(permission))
  );
}

export interface NewRole extends RoleContent {
  readonly id: string;
  readonly name: string;
  readonly divisionCode: string;
}

/** Makes a role usable inside a division. Its name carries the division, so that the audit log tells whose it is. */
export async function createRole(context: Administration, { staff, requestId }: Asker, role: NewRole): Promise<RoleRow> {
  requireOwnDivision(context.divisions, staff, role.divisionCode, 'divisionCode');
  checkPermissions(role.permissions);
  checkQuota(role.exportQuota);
  const { titleZh, titleEn, exportQuota } = role;
  const content = { titleZh, titleEn, permissions: unique(role.permissions), exportQuota };
  const name = `${role.divisionCode}:${role.name}`;
  try {
    return await context.db.transaction().execute(async (tx) => {
      const isNew = await insertRole(
        tx,
        { ...content, publicId: role.id, name, areaCode: role.divisionCode },
        new Date(context.clock.now()),
      );
      const made = await findOwnRole(tx, staff, role.id);
      if (made === undefined || made.name !== name || !isAsWanted(made, content)) throw new Refusal('STATE_CONFLICT');
      if (isNew) await recordAudit(tx, { actor: staff, action: 'role.create', subject: `role:${name}`, after: content, requestId });
      return made;
    });
  } catch (error) {
    if (violatedConstraint(error) === 'roles_name_key') throw refuseField('name', 'already_used');
    throw error;
  }
}

export interface RoleEdit extends Omit<RoleContent, 'exportQuota'> {
  /** As it is when missing. */
  readonly exportQuota?: ExportQuota | undefined;
  readonly reason: string;
  readonly version: number;
}

/** Changes a role made inside the caller's area. */
export async function editRole({ db }: Administration, { staff, requestId }: Asker, id: string, edit: RoleEdit): Promise<RoleRow> {
  return db.transaction().execute(async (tx) => {
    const role = await findOwnRole(tx, staff, id);
    if (role === undefined) throw new Refusal('NOT_FOUND');
    checkPermissions(edit.permissions);
    const { titleZh, titleEn, reason, exportQuota = role.exportQuota } = edit;
    checkQuota(exportQuota);
    const after = { titleZh, titleEn, permissions: unique(edit.permissions), exportQuota };
    if (isAsWanted(role, after)) return role;
    if (!(await updateRole(tx, { id: role.id, version: edit.version }, after))) throw new Refusal('STATE_CONFLICT');
    const before = { titleZh: role.titleZh, titleEn: role.titleEn, permissions: role.permissions, exportQuota: role.exportQuota };
    await recordAudit(tx, { actor: staff, action: 'role.edit', subject: `role:${role.name}`, reason, before, after, requestId });
    return (await findOwnRole(tx, staff, id)) ?? role;
  });
}
