import { endpoints } from '@tongxing/contract';
import type { Staff } from '../../platform/http/principals';
import type { Language } from '../../platform/i18n';
import type { Sessions } from '../../platform/sessions';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import type { Venues } from '../venues/public';
import { bindSignInRoutes } from './account-routes';
import { findSecondFactor } from './second-factor-store';
import { readLabels } from './store';

export interface StaffRoutesOptions {
  readonly sessions: Sessions;
  readonly divisions: Divisions;
  readonly venues: Venues;
}

export function bindStaffRoutes(context: ModuleContext, { sessions, divisions, venues }: StaffRoutesOptions): void {
  const { router, db } = context;

  function zoneOf({ functional, industry }: Staff, name: string | null, language: Language) {
    if (functional !== null) return { name: name ?? '', venueClass: null };
    return industry === null ? null : { name: divisions.named(industry.areaCode, language).name, venueClass: industry.venueClass };
  }

  async function me(staff: Staff, language: Language) {
    const labels = await readLabels(db, staff.staffId);
    const english = language === 'en';
    return {
      username: staff.username,
      displayName: staff.displayName,
      role: staff.role,
      permissions: [...staff.permissions],
      roleTitle: english ? labels.roleEn : labels.roleZh,
      area: staff.areaCode === null ? null : divisions.named(staff.areaCode, language),
      venueId: staff.venueId === null ? null : ((await venues.publicId(staff.venueId)) ?? null),
      zone: zoneOf(staff, english ? labels.zoneEn : labels.zoneZh, language),
      hasSecondFactor: (await findSecondFactor(db, staff.staffId)) !== undefined,
    };
  }

  bindSignInRoutes(context, { sessions, me });
  router.bind(endpoints.getStaffMe, ({ principal, language }) => me(principal, language));
}
