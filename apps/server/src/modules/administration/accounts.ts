import { ADMINISTRATOR_MARKS, ADMINISTRATORS, type Permission, type StaffArea } from '@tongxing/contract';
import { type Tx, violatedConstraint } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import { endStaffSessions, forgetCodeTries, resetSecondFactor } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import {
  type AccountRow,
  type AreaColumns,
  findAccount,
  insertAccount,
  isHeldByAnother,
  lockAdministrators,
  updateGrant,
  updateSuspension,
} from './accounts-store';
import { areaColumns, areaOf, isSameArea } from './areas';
import { issueInvitation } from './invitations';
import { findGrantableRole, type GrantableRole } from './roles-store';

export interface Administration extends Pick<ModuleContext, 'db' | 'clock' | 'vault' | 'config'> {
  readonly divisions: Divisions;
}

/** Who asks, for the audit log. */
export interface Asker {
  readonly staff: Staff;
  readonly requestId: string;
}

export type Invitation = Awaited<ReturnType<typeof issueInvitation>>;

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getAccount(db: Parameters<typeof findAccount>[0], staff: Staff, id: string): Promise<AccountRow> {
  const account = await findAccount(db, staff, id);
  if (account === undefined) throw new Refusal('NOT_FOUND');
  return account;
}

/** An account the caller may change. @throws {Refusal} OWN_ACCOUNT for the own one. */
export async function getOther(db: Parameters<typeof findAccount>[0], staff: Staff, id: string): Promise<AccountRow> {
  const account = await getAccount(db, staff, id);
  if (account.id === staff.staffId) throw new Refusal('OWN_ACCOUNT');
  return account;
}

export const subjectOf = ({ username }: Pick<AccountRow, 'username'>) => `account:${username}`;

export interface Invited {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly phone?: string | undefined;
  readonly roleId: string;
  readonly area: StaffArea;
}

/**
 * Makes an account that waits for its role, and a link for its person. Repeating the same request changes nothing and
 * answers no link: another one is asked for by itself, and stands in the audit log.
 */
export async function inviteStaff(context: Administration, asker: Asker, invited: Invited): Promise<[AccountRow, Invitation | null]> {
  const { db, clock, vault, config } = context;
  const { staff, requestId } = asker;
  const now = clock.now();
  try {
    return await db.transaction().execute(async (tx): Promise<[AccountRow, Invitation | null]> => {
      const { columns, role } = await requireGrantable(context, tx, staff, invited);
      const id = await insertAccount(
        tx,
        {
          ...columns,
          publicId: invited.id,
          username: invited.username,
          displayName: invited.displayName,
          phoneSealed: invited.phone === undefined ? null : vault.seal('phone', invited.phone),
          proposedRoleId: role.id,
          roleId: null,
        },
        new Date(now),
      );
      const account = await findAccount(tx, staff, invited.id);
      if (account === undefined) throw new Refusal('STATE_CONFLICT');
      if (id === undefined) {
        if (!isRepeat(account, invited, columns)) throw new Refusal('STATE_CONFLICT');
        return [account, null];
      }
      const after = { proposedRole: role.name, area: invited.area };
      await recordAudit(tx, { actor: staff, action: 'staff.invite', subject: subjectOf(invited), after, requestId });
      return [account, await issueInvitation(tx, account.id, config.publicUrl, now)];
    });
  } catch (error) {
    if (violatedConstraint(error) === 'staff_accounts_username_key') throw refuseField('username', 'already_used');
    throw error;
  }
}

/** Whether an account is still what an invitation made it. */
const isRepeat = (account: AccountRow, invited: Invited, columns: AreaColumns) =>
  account.username === invited.username &&
  account.displayName === invited.displayName &&
  account.proposedRole?.publicId === invited.roleId &&
  isSameArea(account, columns);

const isWithoutPassword = ({ state }: AccountRow) => state === 'waiting' || state === 'invited';

/** A new link for somebody who lost theirs or was late. Who has a password gets none: it would open their account. */
export async function renewInvitation({ db, clock, config }: Administration, asker: Asker, id: string): Promise<Invitation> {
  return db.transaction().execute(async (tx) => {
    const account = await getOther(tx, asker.staff, id);
    if (!isWithoutPassword(account)) throw new Refusal('STATE_CONFLICT');
    await recordAudit(tx, {
      actor: asker.staff,
      action: 'staff.invite_again',
      subject: subjectOf(account),
      requestId: asker.requestId,
    });
    return issueInvitation(tx, account.id, config.publicUrl, clock.now());
  });
}

export interface Grant {
  readonly roleId: string;
  readonly area: StaffArea;
  readonly reason: string;
  readonly version: number;
}

/** Gives an account its role and area; its sessions end with what changes (a trigger of the database). */
export async function grantRole(context: Administration, asker: Asker, id: string, grant: Grant): Promise<AccountRow> {
  const { db, clock } = context;
  return db.transaction().execute(async (tx) => {
    await lockAdministrators(tx);
    const account = await getOther(tx, asker.staff, id);
    const { columns, role } = await requireGrantable(context, tx, asker.staff, grant);
    if (account.role?.publicId === grant.roleId && isSameArea(account, columns)) return account;
    await requireAdministratorsLeft(tx, account, lostBy(account, role, columns));
    if (!(await updateGrant(tx, { id: account.id, version: grant.version }, { ...columns, roleId: role.id }, new Date(clock.now()))))
      throw new Refusal('STATE_CONFLICT');
    await recordAudit(tx, {
      actor: asker.staff,
      action: 'staff.grant',
      subject: subjectOf(account),
      reason: grant.reason,
      before: { role: account.role?.name ?? null, area: areaOf(account) },
      after: { role: role.name, area: grant.area },
      requestId: asker.requestId,
    });
    return getAccount(tx, asker.staff, id);
  });
}

export interface Suspension {
  readonly isSuspended: boolean;
  readonly reason: string;
  readonly version: number;
}

export async function setSuspended({ db, clock }: Administration, asker: Asker, id: string, wanted: Suspension): Promise<AccountRow> {
  return db.transaction().execute(async (tx) => {
    await lockAdministrators(tx);
    const account = await getOther(tx, asker.staff, id);
    if ((account.state === 'suspended') === wanted.isSuspended) return account;
    if (wanted.isSuspended) await requireAdministratorsLeft(tx, account, marksOf(account.permissions ?? []));
    const { id: accountId } = account;
    const suspendedAt = wanted.isSuspended ? new Date(clock.now()) : null;
    if (!(await updateSuspension(tx, { id: accountId, version: wanted.version }, suspendedAt))) throw new Refusal('STATE_CONFLICT');
    await recordAudit(tx, {
      actor: asker.staff,
      action: wanted.isSuspended ? 'staff.suspend' : 'staff.resume',
      subject: subjectOf(account),
      reason: wanted.reason,
      before: { state: account.state },
      after: { isSuspended: wanted.isSuspended },
      requestId: asker.requestId,
    });
    return getAccount(tx, asker.staff, id);
  });
}

/** @returns how many sessions were ended. */
export async function signOut({ db }: Administration, asker: Asker, id: string, reason: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const account = await getOther(tx, asker.staff, id);
    const sessions = await endStaffSessions(tx, account.id);
    const { staff: actor, requestId } = asker;
    await recordAudit(tx, { actor, action: 'staff.sign_out', subject: subjectOf(account), reason, after: { sessions }, requestId });
    return sessions;
  });
}

/** Forgets the second factor of somebody who lost theirs, and ends the sessions it opened. */
export async function forgetSecondFactor({ db, vault }: Administration, asker: Asker, id: string, reason: string): Promise<AccountRow> {
  return db.transaction().execute(async (tx) => {
    const account = await getOther(tx, asker.staff, id);
    await resetSecondFactor(tx, account.id);
    // Otherwise whoever locked it keeps its owner from enrolling another.
    for (const by of ['ticket', 'session'] as const) await forgetCodeTries({ db: tx, vault }, account.id, by);
    await endStaffSessions(tx, account.id);
    const { staff: actor, requestId } = asker;
    await recordAudit(tx, { actor, action: 'staff.reset_second_factor', subject: subjectOf(account), reason, requestId });
    return account;
  });
}

/** Role and area that the caller may give together. */
async function requireGrantable(
  { divisions }: Administration,
  tx: Tx,
  staff: Staff,
  { roleId, area }: Pick<Grant, 'roleId' | 'area'>,
): Promise<{ columns: AreaColumns; role: GrantableRole }> {
  const { columns, withinCode } = await areaColumns(tx, divisions, staff, area);
  const role = await findGrantableRole(tx, roleId, withinCode);
  if (role === undefined) throw refuseField('roleId', 'not_allowed');
  if (columns.areaCode === null && isAdministrative(role.permissions)) throw refuseField('area', 'not_allowed');
  return { columns, role };
}

const ADMINISTRATIVE: readonly Permission[] = Object.values(ADMINISTRATORS).flat();

/** Whether a role is one of the three administrators', whose work is a division. */
export const isAdministrative = (permissions: readonly Permission[]) => permissions.some((one) => ADMINISTRATIVE.includes(one));

const marksOf = (permissions: readonly Permission[]) => ADMINISTRATOR_MARKS.filter((mark) => permissions.includes(mark));

/** What an account would no longer do for the whole of the area it has now. */
function lostBy(account: AccountRow, role: GrantableRole, { areaCode }: AreaColumns): readonly Permission[] {
  const isStillThere = areaCode !== null && account.areaCode?.startsWith(areaCode) === true;
  return marksOf(account.permissions ?? []).filter((mark) => !isStillThere || !role.permissions.includes(mark));
}

/** @throws {Refusal} LAST_ADMINISTRATOR when nobody active would do for its area what an active account loses. */
async function requireAdministratorsLeft(tx: Tx, account: AccountRow, lost: readonly Permission[]): Promise<void> {
  if (account.state !== 'active' || account.areaCode === null) return;
  for (const permission of lost)
    if (!(await isHeldByAnother(tx, permission, account.areaCode, account.id))) throw new Refusal('LAST_ADMINISTRATOR');
}
