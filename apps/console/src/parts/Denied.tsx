import type { Permission } from '@tongxing/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session';
import { TroubleResult } from './Problem';

/** Shows its children to accounts that hold the permission, and to all others why not. */
export function RequirePermission({ permission, children }: { readonly permission: Permission; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const may = useMay();
  if (may(permission)) return children;
  const needed = t(`words:permission.${permission.replace('.', '_')}`);
  return (
    <main className="page" id="main">
      <TroubleResult trouble="denied" detail={t('problem.needs', { permission: needed })} />
    </main>
  );
}

/** For an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className="page" id="main">
      <TroubleResult trouble="not_found" detail={t('problem.no_page')} />
    </main>
  );
}
