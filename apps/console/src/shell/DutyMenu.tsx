import { Menu, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useAccount } from '../session/session';
import { type DutyGroup, dutiesOf, dutyAt } from './duties';

/** The menu by duty; every entry is a real link, so a new tab works. */
export function DutyMenu({ onNavigate }: { readonly onNavigate?: () => void }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const groups = dutiesOf(useAccount());
  const entries = (group: DutyGroup) =>
    group.duties.map((duty) => ({ key: duty.key, icon: duty.icon, label: <Link href={duty.path}>{t(`menu.${duty.key}`)}</Link> }));
  const items: MenuProps['items'] = groups.map((group) => ({
    type: 'group',
    key: `group-${group.key}`,
    label: group.key === 'start' ? null : t(`menu.group.${group.key}`),
    children: entries(group),
  }));
  return (
    <nav aria-label={t('menu.label')}>
      <Menu mode="inline" className="duty-menu" items={items} selectedKeys={[dutyAt(groups, path) ?? '']} onClick={() => onNavigate?.()} />
    </nav>
  );
}
