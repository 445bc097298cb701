import { endpoints } from '@tongxing/contract';
import { Attempts } from '../../platform/attempts';
import { verifyPassword } from '../../platform/crypto/passwords';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import type { Sessions } from '../../platform/sessions';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import type { Venues } from '../venues/public';
import { staffPrincipal } from './public';
import { findStaff } from './store';

/** Wrong passwords for one user name from one address, and from all: a stranger cannot lock a dispatcher out. */
const MOST_FAILURES = 10;
const MOST_FAILURES_OF_ALL = 200;
const FAILURES_MS = 15 * 60_000;

export interface StaffRoutesOptions {
  readonly sessions: Sessions;
  readonly divisions: Divisions;
  readonly venues: Venues;
}

export function bindStaffRoutes({ router, db, clock }: ModuleContext, { sessions, divisions, venues }: StaffRoutesOptions): void {
  const attempts = new Attempts(clock, MOST_FAILURES, FAILURES_MS);
  const allAttempts = new Attempts(clock, MOST_FAILURES_OF_ALL, FAILURES_MS);

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
    const key = `${username}|${call.address}`;
    const wait = Math.max(attempts.secondsBlocked(key), allAttempts.secondsBlocked(username));
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    // Counted before it is verified, so that tries sent at once count as well.
    attempts.failed(key);
    allAttempts.failed(username);
    const row = await findStaff(db, username);
    if (!(await verifyPassword(row?.passwordHash, password)) || row === undefined) throw new Refusal('SIGN_IN_FAILED');
    attempts.succeeded(key);
    allAttempts.succeeded(username);
    const { token, maxAgeSeconds } = await sessions.start('staff', row.id, clock.now());
    call.startSession('staff', token, maxAgeSeconds);
    return me(staffPrincipal(row), call.language);
  });

  router.bind(endpoints.staffSignOut, async (call) => {
    if (call.token !== undefined) await sessions.end(call.token);
    call.endSession('staff');
    return undefined;
  });

  router.bind(endpoints.getStaffMe, ({ principal, language }) => me(principal, language));
}
