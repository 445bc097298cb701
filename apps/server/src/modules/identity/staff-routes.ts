import { endpoints } from '@tongxing/contract';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { verifyPassword } from '../../platform/crypto/passwords';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { networkOf } from '../../platform/networks';
import type { Sessions } from '../../platform/sessions';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import type { Venues } from '../venues/public';
import { staffPrincipal } from './public';
import { findStaff } from './store';

/** Wrong passwords for one user name from one address, and from all: a stranger cannot lock a dispatcher out. */
const FAILURES_MS = 15 * 60_000;
const FROM_ADDRESS: AttemptRule = { name: 'password', most: 10, periodMs: FAILURES_MS };
const FROM_ALL: AttemptRule = { name: 'password of all', most: 200, periodMs: FAILURES_MS };

export interface StaffRoutesOptions {
  readonly sessions: Sessions;
  readonly divisions: Divisions;
  readonly venues: Venues;
}

export function bindStaffRoutes(context: ModuleContext, { sessions, divisions, venues }: StaffRoutesOptions): void {
  const { router, db, clock } = context;

  async function me(staff: Staff, language: Language) {
    return {
      username: staff.username,
      displayName: staff.displayName,
      role: staff.role,
      permissions: [...staff.permissions],
      area: staff.areaCode === null ? null : divisions.named(staff.areaCode, language),
      venueId: staff.venueId === null ? null : ((await venues.publicId(staff.venueId)) ?? null),
    };
  }

  router.bind(endpoints.staffSignIn, async (call) => {
    const { username, password } = call.body;
    const { requestId } = call;
    const key = `${username}|${networkOf(call.address)}`;
    // Counted before it is verified, so that tries sent at once count as well. Whoever has to wait does not use up the
    // tries of all: that would lock the account from one address.
    const wait = (await countAttempt(context, FROM_ADDRESS, key)) || (await countAttempt(context, FROM_ALL, username));
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    const row = await findStaff(db, username);
    if (!(await verifyPassword(row?.passwordHash, password)) || row === undefined) {
      // Not the name that was typed: it may be a password in the wrong field.
      await recordAudit(db, { actor: 'nobody', action: 'session.refuse', subject: `account:${row?.username ?? 'unknown'}`, requestId });
      throw new Refusal('SIGN_IN_FAILED');
    }
    await forgetAttempts(context, FROM_ADDRESS, key);
    await forgetAttempts(context, FROM_ALL, username);
    const staff = staffPrincipal(row);
    const { token, maxAgeSeconds } = await db.transaction().execute(async (tx) => {
      await recordAudit(tx, { actor: staff, action: 'session.start', subject: `account:${username}`, requestId });
      return sessions.start('staff', row.id, clock.now(), tx);
    });
    call.startSession('staff', token, maxAgeSeconds);
    return me(staff, call.language);
  });

  router.bind(endpoints.staffSignOut, async (call) => {
    const { principal: actor, requestId, token } = call;
    if (token !== undefined) await sessions.end(token);
    await recordAudit(db, { actor, action: 'session.end', subject: `account:${actor.username}`, requestId });
    call.endSession('staff');
    return undefined;
  });

  router.bind(endpoints.getStaffMe, ({ principal, language }) => me(principal, language));
}
