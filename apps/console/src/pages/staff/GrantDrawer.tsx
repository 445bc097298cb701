import type { StaffAccount } from '@tongxing/contract';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormDrawer } from '../../parts/FormDrawer';
import { WordsField } from '../../parts/FormModal';
import { AreaFields, type AreaValues, areaFrom } from './AreaFields';
import { RoleField } from './RoleField';

interface Values extends AreaValues {
  readonly roleId: string;
  readonly reason: string;
}

interface GrantDrawerProps {
  readonly account: StaffAccount;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Role and area of an account, given by the security administrator. */
export function GrantDrawer({ account, open, onClose }: GrantDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grant = useCommand('POST /api/v1/staff-accounts/:id/grant', ['staff', 'findings-of-access']);
  const submit = async ({ roleId, reason, ...area }: Values) => {
    await grant.mutateAsync({ params: { id: account.id }, body: { roleId, reason, area: areaFrom(area), version: account.version } });
    void message.success(t('staff.granted', { name: account.displayName }));
  };
  const roleId = (account.role ?? account.proposedRole)?.id;
  return (
    <FormDrawer<Values>
      title={t('staff.grant_title', { name: account.displayName })}
      open={open}
      onClose={onClose}
      submitLabel={t('staff.grant')}
      initialValues={{ ...account.area, ...(roleId === undefined ? {} : { roleId }) }}
      onSubmit={submit}
      intro={<p className="quiet">{t('staff.grant_intro')}</p>}
    >
      <RoleField label={t('staff.role')} help={t('staff.role_help')} />
      <AreaFields account={account} />
      <WordsField name="reason" label={t('staff.reason')} max={200} min={2} required help={t('staff.reason_help')} />
    </FormDrawer>
  );
}
