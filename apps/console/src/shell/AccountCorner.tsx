import { DownOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { LanguageSwitch } from '@tongxing/ui';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useRead } from '../api/hooks';
import { useProblemLine } from '../parts/problem';
import { useAccount, useChangeSession } from '../session/session';

/** The area an account works in; for an account of one venue, that venue. */
function useArea(): { readonly name: string; readonly path: string } | undefined {
  const { t } = useTranslation();
  const { area, venueId, zone } = useAccount();
  const venue = useRead('venues', 'GET /api/v1/venues/:id', { params: { id: venueId ?? '' } }, { enabled: venueId !== null });
  if (zone !== null) {
    const name = zone.venueClass === null ? zone.name : `${zone.name} · ${t(`words:venueClass.${zone.venueClass}`)}`;
    return { name, path: name };
  }
  return area ?? (venue.data && { name: venue.data.name, path: venue.data.division.path });
}

/** Who is signed in, with which duty and for which area; language and sign-out. */
export function AccountCorner() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const account = useAccount();
  const changeSession = useChangeSession();
  const describe = useProblemLine();
  const signOut = useCommand('DELETE /api/v1/staff/sessions/current', []);
  // Not by callbacks of the mutation: they are dropped when the corner is drawn anew meanwhile.
  const leave = () =>
    signOut.mutateAsync({}).then(
      () => changeSession(null),
      (error) => void message.error(describe(error)),
    );
  const role = account.roleTitle ?? t(`words:role.${account.role}`, { defaultValue: account.role });
  const area = useArea();
  const items = [
    { key: 'who', type: 'group' as const, label: area === undefined ? account.username : `${account.username} · ${area.path}` },
    { key: 'account', icon: <UserOutlined />, label: <Link href="/account">{t('account.title')}</Link> },
    { key: 'leave', icon: <LogoutOutlined />, label: t('action.sign_out'), onClick: () => void leave() },
  ];
  return (
    <div className="account">
      {area !== undefined && (
        <span className="account-area" title={area.path}>
          {area.name}
        </span>
      )}
      <LanguageSwitch className="language-switch" />
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button type="text" className="account-button">
          <span className="account-name">
            <strong>{account.displayName}</strong>
            {role !== account.displayName && <span className="quiet">{role}</span>}
          </span>
          <DownOutlined />
        </Button>
      </Dropdown>
    </div>
  );
}
