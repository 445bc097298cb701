import { endpoints } from '@tongxing/contract';
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

export interface StaffRoutesOptions {
  readonly sessions: Sessions;
  readonly divisions: Divisions;
  readonly venues: Venues;
}

export function bindStaffRoutes({ router, db, clock }: ModuleContext, { sessions, divisions, venues }: StaffRoutesOptions): void {
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
    const row = await findStaff(db, call.body.username);
    if (!(await verifyPassword(row?.passwordHash, call.body.password)) || row === undefined) throw new Refusal('SIGN_IN_FAILED');
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
