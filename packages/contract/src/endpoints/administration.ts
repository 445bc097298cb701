import { z } from 'zod';
import { STAFF_STATES, UNUSED_DAYS } from '../accounts';
import { DivisionCode, DivisionRef, Id, IdParams, Instant, PageQuery, Phone, page, searched, text, VenueClass } from '../common';
import { endpoint } from '../endpoint';
import { MOST_EXPORTS, USUAL_EXPORTS } from '../export-quotas';
import { PERMISSIONS } from '../permissions';

const Permission = z.enum(PERMISSIONS);

/** What an account is for: exactly one of these. */
export const StaffArea = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('division'), divisionCode: DivisionCode }),
    z.strictObject({ kind: z.literal('venue'), venueId: Id }),
    z.strictObject({ kind: z.literal('functional'), functionalAreaId: Id }),
    z.strictObject({ kind: z.literal('industry'), divisionCode: DivisionCode, venueClass: VenueClass }),
  ])
  .meta({ id: 'StaffArea' });
export type StaffArea = z.infer<typeof StaffArea>;

/** A role as an account shows it. `title` is null for shipped ones, whose name clients have words for. */
export const RoleRef = z.object({ id: Id, name: z.string(), title: z.string().nullable() }).meta({ id: 'RoleRef' });
export type RoleRef = z.infer<typeof RoleRef>;

export const StaffAccount = z
  .object({
    id: Id,
    username: z.string(),
    displayName: z.string(),
    role: RoleRef.nullable().describe('null until the security administrator grants one'),
    proposedRole: RoleRef.nullable().describe('what whoever made the account asked for'),
    area: StaffArea,
    areaName: z.string(),
    state: z.enum(STAFF_STATES),
    roleSince: Instant,
    lastSignedInAt: Instant.nullable(),
    createdAt: Instant,
    isOwn: z.boolean().describe('the account that asks: nobody changes their own'),
    version: z.int().describe('changes with every change; sent back with the next one'),
  })
  .meta({ id: 'StaffAccount' });
export type StaffAccount = z.infer<typeof StaffAccount>;

const Day = z.iso.date();

/** A permission an account holds, and the day it was last used. */
export const PermissionUse = z
  .object({ permission: Permission, lastUsedOn: Day.nullable().describe('in the city’s time') })
  .meta({ id: 'PermissionUse' });
export type PermissionUse = z.infer<typeof PermissionUse>;

/** How an invited person comes in: a link for handing over, shown once. */
export const Invitation = z.object({ link: z.string(), expiresAt: Instant }).meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

const ExportQuota = z
  .strictObject({
    files: z.int().min(0).max(MOST_EXPORTS.files).describe('files of one account'),
    rows: z.int().min(0).max(MOST_EXPORTS.rows).describe('rows of one account'),
    rowsOfAll: z
      .int()
      .min(0)
      .max(MOST_EXPORTS.rowsOfAll)
      .describe('rows of all accounts with this role together, not fewer than those of one'),
  })
  .describe('what the role may take away as files in a day of the city')
  .meta({ id: 'ExportQuota' });

export const Role = z
  .object({
    id: Id,
    name: z.string(),
    title: z.string().nullable(),
    titleZh: z.string().nullable(),
    titleEn: z.string().nullable(),
    permissions: z.array(Permission),
    exportQuota: ExportQuota,
    division: DivisionRef.nullable().describe('inside which it can be granted; null for those shipped with the platform'),
    isOwn: z.boolean().describe('made inside the area of the account that asks, which may edit it'),
    accounts: z.int().describe('accounts inside the area of the account that asks'),
    version: z.int(),
  })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const FunctionalArea = z
  .object({
    id: Id,
    name: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    division: DivisionRef.describe('whose administrators keep it'),
    townships: z.array(DivisionRef),
    accounts: z.int(),
    version: z.int(),
  })
  .meta({ id: 'FunctionalArea' });
export type FunctionalArea = z.infer<typeof FunctionalArea>;

/** An account with something to look at. */
export const AccessFinding = z
  .object({
    account: StaffAccount,
    unused: z.array(PermissionUse).describe(`permissions held and not used for ${UNUSED_DAYS} days, nor confirmed meanwhile`),
    neverSignedIn: z.boolean(),
  })
  .meta({ id: 'AccessFinding' });
export type AccessFinding = z.infer<typeof AccessFinding>;

const Version = z.int().min(1).max(2_147_483_647);
const Permissions = z.array(Permission).min(1).max(PERMISSIONS.length);
const titles = { titleZh: text(40, 2), titleEn: text(60, 2) };
const names = { nameZh: text(40, 2), nameEn: text(60, 2) };
const Townships = z
  .array(DivisionCode.regex(/^\d{9}$/))
  .min(1)
  .max(60);
const Token = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const NewPassword = z.string().min(12).max(200);

export const administrationEndpoints = {
  listStaffAccounts: endpoint({
    method: 'GET',
    path: '/api/v1/staff-accounts',
    tag: 'administration',
    summary: 'Accounts inside the own area, newest first.',
    access: { who: 'staff', permission: 'staff.read', area: 'division' },
    query: PageQuery.extend({
      search: searched(60).optional().describe('part of the user name or of the name shown'),
      roleId: Id.optional(),
      divisionCode: DivisionCode.optional(),
      state: z.enum(STAFF_STATES).optional(),
      permission: Permission.optional().describe('whoever holds it by their role'),
    }),
    status: 200,
    response: page(StaffAccount),
    errors: [],
  }),
  getStaffAccount: endpoint({
    method: 'GET',
    path: '/api/v1/staff-accounts/:id',
    tag: 'administration',
    summary: 'One account, with its permissions and when each was last used.',
    access: { who: 'staff', permission: 'staff.read', area: 'division' },
    params: IdParams,
    status: 200,
    response: StaffAccount.extend({
      uses: z.array(PermissionUse),
      reviews: z.array(z.object({ at: Instant, by: z.string(), reason: z.string(), permissions: z.array(Permission) })),
    }),
    errors: ['NOT_FOUND'],
  }),
  inviteStaff: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts',
    tag: 'administration',
    summary: 'Make an account with an area and a proposed role. It can sign in once the role is granted and a password set.',
    access: { who: 'staff', permission: 'staff.manage', area: 'division', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      username: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,31}$/),
      displayName: text(40, 2),
      phone: Phone.optional().describe('for warnings and escalations'),
      roleId: Id,
      area: StaffArea,
    }),
    status: 201,
    response: z.object({ account: StaffAccount, invitation: Invitation }),
    errors: ['STATE_CONFLICT'],
  }),
  grantStaffRole: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/grant',
    tag: 'administration',
    summary: 'Give an account its role and area. Its sessions end, and it signs in anew.',
    access: { who: 'staff', permission: 'staff.grant', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ roleId: Id, area: StaffArea, reason: text(200, 2), version: Version }),
    status: 200,
    response: StaffAccount,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'OWN_ACCOUNT', 'LAST_ADMINISTRATOR'],
  }),
  setStaffState: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/state',
    tag: 'administration',
    summary: 'Suspend or resume an account. Suspending ends its sessions at once.',
    access: { who: 'staff', permission: 'staff.manage', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ isSuspended: z.boolean(), reason: text(200, 2), version: Version }),
    status: 200,
    response: StaffAccount,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'OWN_ACCOUNT', 'LAST_ADMINISTRATOR'],
  }),
  renewInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/invitation',
    tag: 'administration',
    summary: 'A new link for an account without a password; the one before is void.',
    access: { who: 'staff', permission: 'staff.manage', area: 'division', proof: 'fresh' },
    params: IdParams,
    status: 201,
    response: Invitation,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'OWN_ACCOUNT'],
  }),
  endStaffSessions: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/sign-out',
    tag: 'administration',
    summary: 'End all sessions of an account.',
    access: { who: 'staff', permission: 'staff.manage', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ reason: text(200, 2) }),
    status: 200,
    response: z.object({ ended: z.int() }),
    errors: ['NOT_FOUND', 'OWN_ACCOUNT'],
  }),
  resetSecondFactor: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/second-factor-reset',
    tag: 'administration',
    summary: 'Forget the second factor of somebody who lost theirs; they enrol a new one at the next sign-in. Their sessions end.',
    access: { who: 'staff', permission: 'staff.manage', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ reason: text(200, 2) }),
    status: 200,
    response: StaffAccount,
    errors: ['NOT_FOUND', 'OWN_ACCOUNT'],
  }),
  checkInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/staff-invitations/check',
    tag: 'administration',
    summary: 'Whom an invitation is for. Unknown, used and run out look the same.',
    access: { who: 'anyone' },
    body: Token,
    status: 200,
    response: z.object({ username: z.string(), displayName: z.string(), expiresAt: Instant }),
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/staff-invitations/accept',
    tag: 'administration',
    summary: 'Set the password of an invited account. Works once; none of the most used ones.',
    access: { who: 'anyone' },
    body: Token.extend({ password: NewPassword }),
    status: 200,
    response: z.object({ username: z.string() }),
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  listRoles: endpoint({
    method: 'GET',
    path: '/api/v1/roles',
    tag: 'administration',
    summary: 'Roles that can be granted inside the own area, or a part of it: shipped ones, and those made above or inside.',
    access: { who: 'staff', permission: 'staff.read', area: 'division' },
    query: PageQuery,
    status: 200,
    response: page(Role),
    errors: [],
  }),
  createRole: endpoint({
    method: 'POST',
    path: '/api/v1/roles',
    tag: 'administration',
    summary: 'Make a role of one’s own, usable inside a division.',
    access: { who: 'staff', permission: 'role.edit', area: 'division', proof: 'fresh' },
    body: z.strictObject({
      id: Id,
      divisionCode: DivisionCode,
      name: z.string().regex(/^[a-z][a-z0-9_]{2,31}$/),
      ...titles,
      permissions: Permissions,
      exportQuota: ExportQuota.default(USUAL_EXPORTS),
    }),
    status: 201,
    response: Role,
    errors: ['STATE_CONFLICT'],
  }),
  editRole: endpoint({
    method: 'POST',
    path: '/api/v1/roles/:id',
    tag: 'administration',
    summary: 'Change a role of one’s own. Applies to the next request; who loses a permission signs in anew.',
    access: { who: 'staff', permission: 'role.edit', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({
      ...titles,
      permissions: Permissions,
      exportQuota: ExportQuota.optional().describe('as it is when missing'),
      reason: text(200, 2),
      version: Version,
    }),
    status: 200,
    response: Role,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listFunctionalAreas: endpoint({
    method: 'GET',
    path: '/api/v1/functional-areas',
    tag: 'administration',
    summary: 'Named sets of townships inside the own area.',
    access: { who: 'staff', permission: 'staff.read', area: 'division' },
    query: PageQuery,
    status: 200,
    response: page(FunctionalArea),
    errors: [],
  }),
  createFunctionalArea: endpoint({
    method: 'POST',
    path: '/api/v1/functional-areas',
    tag: 'administration',
    summary: 'Name a set of townships, such as a development zone, for accounts that work there.',
    access: { who: 'staff', permission: 'area.edit', area: 'division', proof: 'fresh' },
    body: z.strictObject({ id: Id, divisionCode: DivisionCode, ...names, townships: Townships }),
    status: 201,
    response: FunctionalArea,
    errors: ['STATE_CONFLICT'],
  }),
  editFunctionalArea: endpoint({
    method: 'POST',
    path: '/api/v1/functional-areas/:id',
    tag: 'administration',
    summary: 'Change the name or the townships. Its accounts sign in anew when a township is left out.',
    access: { who: 'staff', permission: 'area.edit', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ ...names, townships: Townships, reason: text(200, 2), version: Version }),
    status: 200,
    response: FunctionalArea,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listAccessFindings: endpoint({
    method: 'GET',
    path: '/api/v1/access-findings',
    tag: 'administration',
    summary: `Accounts with permissions that were not used for ${UNUSED_DAYS} days, or that never signed in.`,
    access: { who: 'staff', permission: 'staff.read', area: 'division' },
    query: PageQuery,
    status: 200,
    response: page(AccessFinding),
    errors: [],
  }),
  confirmAccess: endpoint({
    method: 'POST',
    path: '/api/v1/staff-accounts/:id/access-reviews',
    tag: 'administration',
    summary: `Record that an account goes on needing what it did not use; not listed again for ${UNUSED_DAYS} days.`,
    access: { who: 'staff', permission: 'access.review', area: 'division', proof: 'fresh' },
    params: IdParams,
    body: z.strictObject({ id: Id, permissions: Permissions, reason: text(200, 2) }),
    status: 201,
    response: z.object({ id: Id, at: Instant }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'OWN_ACCOUNT'],
  }),
};
