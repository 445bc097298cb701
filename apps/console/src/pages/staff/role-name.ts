import type { Role, RoleRef, StaffAccount } from '@tongxing/contract';
import { useTranslation } from 'react-i18next';

/** Name of a role: a district's own title, or the word for a shipped one. */
export function useRoleName(): (role: RoleRef | Role) => string {
  const { t } = useTranslation();
  return (role) => role.title ?? t(`words:role.${role.name}`, { defaultValue: role.name });
}

/** Name of an account's area; of an industry with the class. */
export function useAreaName(): (account: StaffAccount) => string {
  const { t } = useTranslation();
  return ({ area, areaName }) => (area.kind === 'industry' ? `${areaName} · ${t(`words:venueClass.${area.venueClass}`)}` : areaName);
}
