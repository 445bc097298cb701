import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { useFilters } from '../../parts/filters';
import { PageFrame } from '../../parts/PageFrame';
import { FunctionalAreasTab } from './FunctionalAreasTab';
import { PermissionTable } from './PermissionTable';
import { RolesTab } from './RolesTab';

/** Roles, who holds what, and functional areas. */
export default function RolesPage() {
  const { t } = useTranslation();
  const [{ tab = 'roles' }, change] = useFilters(['tab']);
  const list = useList('roles', 'GET /api/v1/roles', { query: { limit: 100 } });
  const items = [
    { key: 'roles', label: t('menu.roles'), children: <RolesTab list={list} /> },
    { key: 'permissions', label: t('role.who_holds'), children: <PermissionTable roles={list.rows} /> },
    { key: 'functional', label: t('zone.label'), children: <FunctionalAreasTab /> },
  ];
  return (
    <PageFrame title={t('menu.roles')} intro={t('role.intro')}>
      <Tabs activeKey={tab} onChange={(next) => change({ tab: next })} items={items} destroyOnHidden />
    </PageFrame>
  );
}
