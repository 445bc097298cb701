import { z } from 'zod';
import { Id, Instant, PageQuery, page, text } from '../common';
import { endpoint } from '../endpoint';
import { NewPassword } from './administration';
import { StaffMe } from './staff';

/** What leads to the next step of signing in, for five minutes, and to nothing else. */
const Ticket = text(64);
const Password = z.string().min(1).max(200);
/** Six digits of the authenticator, or a recovery code. */
const Code = text(20);

/** What follows the password: nothing more, a code of the authenticator, or the enrolment of one. */
export const SignInStep = z
  .discriminatedUnion('next', [
    z.object({ next: z.literal('done'), account: StaffMe }),
    z.object({ next: z.enum(['code', 'enrol']), ticket: Ticket }),
  ])
  .meta({ id: 'SignInStep' });
export type SignInStep = z.infer<typeof SignInStep>;

export const RecoveryCodes = z.array(z.string()).describe('each good for one sign-in; shown this once').meta({ id: 'RecoveryCodes' });

export const SecondFactor = z
  .object({
    /** Null when none is enrolled. */
    enrolledAt: Instant.nullable(),
    recoveryCodesLeft: z.int(),
    /** Whether nobody works here without one. */
    isRequired: z.boolean(),
  })
  .meta({ id: 'SecondFactor' });
export type SecondFactor = z.infer<typeof SecondFactor>;

export const OwnSession = z
  .object({
    id: Id,
    device: z.string().describe('kind of browser and system, as the browser says; may be empty'),
    startedAt: Instant,
    /** To the minute; null of the session that asks. */
    lastUsedAt: Instant.nullable(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;

/** Signing in as staff, and the own account. */
export const accountEndpoints = {
  staffSignIn: endpoint({
    method: 'POST',
    path: '/api/v1/staff/sessions',
    tag: 'staff',
    summary: 'Sign in with user name and password. Sets the session cookie, or answers with a ticket for the step that is still to come.',
    access: { who: 'anyone' },
    body: z.strictObject({ username: text(64), password: Password }),
    status: 200,
    response: SignInStep,
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  proveSecondFactor: endpoint({
    method: 'POST',
    path: '/api/v1/staff/sessions/second-factor',
    tag: 'staff',
    summary: 'The step after the password: a code of the authenticator or a recovery code. Sets the session cookie.',
    access: { who: 'anyone' },
    body: z.strictObject({ ticket: Ticket, code: Code }),
    status: 200,
    response: StaffMe,
    errors: ['NOT_SIGNED_IN', 'SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  beginEnrolment: endpoint({
    method: 'POST',
    path: '/api/v1/staff/second-factor/enrolments',
    tag: 'staff',
    summary:
      'The key for an authenticator, by a ticket that leads here. It comes into force with its first code; a repeat shows the same key.',
    access: { who: 'anyone' },
    body: z.strictObject({ ticket: Ticket }),
    status: 200,
    response: z.object({ key: z.string().describe('Base32, in groups'), address: z.string().describe('otpauth://, for a QR code') }),
    errors: ['NOT_SIGNED_IN'],
  }),
  confirmEnrolment: endpoint({
    method: 'POST',
    path: '/api/v1/staff/second-factor/confirmations',
    tag: 'staff',
    summary: 'The first code of the authenticator brings it into force. Sets the session cookie; shows the recovery codes once.',
    access: { who: 'anyone' },
    body: z.strictObject({ ticket: Ticket, code: Code }),
    status: 200,
    response: z.object({ account: StaffMe, recoveryCodes: RecoveryCodes }),
    errors: ['NOT_SIGNED_IN', 'SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  staffSignOut: endpoint({
    method: 'DELETE',
    path: '/api/v1/staff/sessions/current',
    tag: 'staff',
    summary: 'End the own session.',
    access: { who: 'self' },
    status: 204,
    errors: [],
  }),
  proveAgain: endpoint({
    method: 'POST',
    path: '/api/v1/staff/sessions/current/proof',
    tag: 'staff',
    summary: 'Prove for the next ten minutes who holds the session, before a dangerous step. Replaces the session cookie.',
    access: { who: 'self' },
    body: z.strictObject({
      proof: Password.describe('a code of the authenticator or a recovery code; the password where no second factor is enrolled'),
    }),
    status: 204,
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  listOwnSessions: endpoint({
    method: 'GET',
    path: '/api/v1/staff/sessions',
    tag: 'staff',
    summary: 'Where the own account is signed in, newest first.',
    access: { who: 'self' },
    query: PageQuery,
    status: 200,
    response: page(OwnSession),
    errors: [],
  }),
  revokeOwnSession: endpoint({
    method: 'POST',
    path: '/api/v1/staff/sessions/revocations',
    tag: 'staff',
    summary: 'End one session of the own account, with its open feeds. Harmless when it has ended already.',
    access: { who: 'self' },
    body: z.strictObject({ id: Id }),
    status: 204,
    errors: [],
  }),
  revokeOtherSessions: endpoint({
    method: 'POST',
    path: '/api/v1/staff/sessions/revocations/others',
    tag: 'staff',
    summary: 'End every session of the own account but this one.',
    access: { who: 'self' },
    status: 204,
    errors: [],
  }),
  getSecondFactor: endpoint({
    method: 'GET',
    path: '/api/v1/staff/second-factor',
    tag: 'staff',
    summary: 'Whether the own account has a second factor, and how many recovery codes are left.',
    access: { who: 'self' },
    status: 200,
    response: SecondFactor,
    errors: [],
  }),
  requestEnrolment: endpoint({
    method: 'POST',
    path: '/api/v1/staff/second-factor/tickets',
    tag: 'staff',
    summary: 'A ticket to enrol an authenticator from the own account, in place of the one before.',
    access: { who: 'self', proof: 'fresh' },
    status: 200,
    response: z.object({ ticket: Ticket }),
    errors: [],
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST',
    path: '/api/v1/staff/second-factor/recovery-codes',
    tag: 'staff',
    summary: 'Ten new recovery codes, shown this once; those before are void.',
    access: { who: 'self', proof: 'fresh' },
    status: 200,
    response: z.object({ recoveryCodes: RecoveryCodes }),
    errors: ['STATE_CONFLICT'],
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/api/v1/staff/password',
    tag: 'staff',
    summary: 'Change the own password. Ends every other session of the account and replaces the cookie of this one.',
    access: { who: 'self' },
    body: z.strictObject({ current: Password, password: NewPassword.describe('none of the most used ones') }),
    status: 204,
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
};
