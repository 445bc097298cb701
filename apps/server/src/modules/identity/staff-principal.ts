import type { Staff } from '../../platform/http/principals';
import type { StaffRow } from './store';

/** An account as routes see it. */
export function staffPrincipal(row: StaffRow): Staff {
  return {
    kind: 'staff',
    staffId: row.id,
    username: row.username,
    displayName: row.displayName,
    role: row.role,
    permissions: new Set(row.permissions),
    areaCode: row.areaCode,
    venueId: row.venueId,
    functional: row.functional,
    industry: row.industry,
  };
}
