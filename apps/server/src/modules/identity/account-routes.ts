import { endpoints, type StaffMe } from '@tongxing/contract';
import { hashToken } from '../../platform/crypto/sealing';
import { base32, otpauthAddress } from '../../platform/crypto/totp';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import type { Sessions } from '../../platform/sessions';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { deviceName } from './device-name';
import { type Own, OwnAccount } from './own-account';
import { findSecondFactor } from './second-factor-store';
import { staffPrincipal } from './staff-principal';
import { listStaffSessions, type OwnSession } from './staff-session-store';
import { type Origin, StaffSignIn } from './staff-sign-in';

/** As authenticators show whose code it is. */
const ISSUER = '通行 Tongxing';

export interface AccountRoutesOptions {
  readonly sessions: Sessions;
  readonly me: (staff: Staff, language: Language) => Promise<StaffMe>;
}

interface From {
  readonly address: string;
  readonly userAgent: string;
  readonly requestId: string;
  heldToken(kind: 'staff'): string | undefined;
}
const originOf = (from: From): Origin => ({
  address: from.address,
  device: deviceName(from.userAgent),
  requestId: from.requestId,
  held: from.heldToken('staff'),
});

function ownOf(call: From & { readonly principal: Staff; readonly token: string | undefined }): Own {
  if (call.token === undefined) throw new Refusal('NOT_SIGNED_IN');
  return { staff: call.principal, token: call.token, origin: originOf(call) };
}

/** Signing in, step by step. */
export function bindSignInRoutes(context: ModuleContext, { sessions, me }: AccountRoutesOptions): void {
  const { router, db } = context;
  const signIn = new StaffSignIn(context, sessions);

  router.bind(endpoints.staffSignIn, async (call) => {
    const step = await signIn.byPassword(call.body.username, call.body.password, originOf(call));
    if ('ticket' in step) return { next: step.next, ticket: step.ticket };
    call.startSession('staff', step.session.token, step.session.maxAgeSeconds);
    return { next: 'done', account: await me(staffPrincipal(step.row), call.language) };
  });

  router.bind(endpoints.proveSecondFactor, async (call) => {
    const { row, session } = await signIn.byCode(call.body.ticket, call.body.code, originOf(call));
    call.startSession('staff', session.token, session.maxAgeSeconds);
    return me(staffPrincipal(row), call.language);
  });

  router.bind(endpoints.beginEnrolment, async ({ body }) => {
    const { username, secret } = await signIn.beginEnrolment(body.ticket);
    const key = base32(secret).replace(/.{4}(?=.)/g, '$& ');
    return { key, address: otpauthAddress(secret, ISSUER, username) };
  });

  router.bind(endpoints.confirmEnrolment, async (call) => {
    const { row, session, recoveryCodes } = await signIn.confirmEnrolment(call.body.ticket, call.body.code, originOf(call));
    call.startSession('staff', session.token, session.maxAgeSeconds);
    return { account: await me(staffPrincipal(row), call.language), recoveryCodes };
  });

  router.bind(endpoints.staffSignOut, async (call) => {
    const { principal: actor, requestId, token } = call;
    if (token !== undefined) await sessions.end('staff', token);
    await recordAudit(db, { actor, action: 'session.end', subject: `account:${actor.username}`, requestId });
    call.endSession('staff');
    return undefined;
  });

  bindOwnRoutes(context, new OwnAccount(context, signIn));
}

/** The own account of whoever is signed in. */
function bindOwnRoutes({ router, db, clock, config }: ModuleContext, own: OwnAccount): void {
  router.bind(endpoints.proveAgain, async (call) => {
    const { token, maxAgeSeconds } = await own.proveAgain(ownOf(call), call.body.proof);
    call.startSession('staff', token, maxAgeSeconds);
    return undefined;
  });

  router.bind(endpoints.listOwnSessions, async (call) => {
    const { staff, token } = ownOf(call);
    const { limit, cursor } = call.query;
    const asked = { staffId: staff.staffId, tokenHash: hashToken(token), now: clock.now(), limit: limit + 1 };
    const rows = await listStaffSessions(db, asked, readCursor(cursor));
    return pageOf(rows, limit, ({ startedAt, id }) => ({ at: startedAt, id }), shownSession);
  });

  router.bind(endpoints.revokeOwnSession, async (call) => {
    await own.endSession(ownOf(call), call.body.id);
    return undefined;
  });

  router.bind(endpoints.revokeOtherSessions, async (call) => {
    await own.endOtherSessions(ownOf(call));
    return undefined;
  });

  router.bind(endpoints.getSecondFactor, async ({ principal }) => {
    const factor = await findSecondFactor(db, principal.staffId);
    return {
      enrolledAt: factor?.enrolledAt.toISOString() ?? null,
      recoveryCodesLeft: factor?.codesLeft ?? 0,
      isRequired: config.secondFactor === 'required',
    };
  });

  router.bind(endpoints.requestEnrolment, async (call) => ({ ticket: await own.requestEnrolment(ownOf(call)) }));

  router.bind(endpoints.renewRecoveryCodes, async (call) => ({ recoveryCodes: await own.renewRecoveryCodes(ownOf(call)) }));

  router.bind(endpoints.changePassword, async (call) => {
    const { token, maxAgeSeconds } = await own.changePassword(ownOf(call), call.body.current, call.body.password);
    call.startSession('staff', token, maxAgeSeconds);
    return undefined;
  });
}

function shownSession({ id, device, startedAt, lastUsedAt, isCurrent }: OwnSession) {
  return {
    id,
    device,
    startedAt: startedAt.toISOString(),
    lastUsedAt: isCurrent ? null : lastUsedAt.toISOString(),
    isCurrent,
  };
}
