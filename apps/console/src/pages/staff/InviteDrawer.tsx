import type { Invitation, StaffAccount } from '@tongxing/contract';
import { Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { AreaFields, type AreaValues, areaFrom } from './AreaFields';
import { InvitationModal } from './InvitationModal';
import { RoleField } from './RoleField';

const PHONE = /^1[3-9]\d{9}$/;
const USERNAME = /^[a-z0-9][a-z0-9._-]{2,31}$/;

interface Values extends AreaValues {
  readonly username: string;
  readonly displayName: string;
  readonly phone?: string;
  readonly roleId: string;
}

interface Invited {
  readonly account: StaffAccount;
  readonly invitation: Invitation;
}

/** Makes an account that waits for its role, and shows the link for its person. */
export function InviteDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const [invited, setInvited] = useState<Invited>();
  const invite = useCommand('POST /api/v1/staff-accounts', ['staff']);
  const renew = useCommand('POST /api/v1/staff-accounts/:id/invitation', []);
  const submit = async ({ username, displayName, phone, roleId, ...area }: Values) => {
    const body = { id, username, displayName, roleId, area: areaFrom(area), ...(phone ? { phone } : {}) };
    const { account, invitation } = await invite.mutateAsync({ body });
    // The account was made by a request whose answer, and with it the link, was lost on the way.
    setInvited({ account, invitation: invitation ?? (await renew.mutateAsync({ params: { id } })) });
    renewId();
  };
  return (
    <>
      <FormDrawer<Values>
        title={t('staff.invite')}
        open={open}
        onClose={onClose}
        submitLabel={t('staff.invite')}
        initialValues={{ kind: 'division' }}
        onSubmit={submit}
        intro={<p className="quiet">{t('staff.invite_intro')}</p>}
      >
        <Form.Item name="displayName" label={t('staff.name')} rules={[isRequired]} extra={t('staff.name_help')}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('staff.username')}
          rules={[isRequired, { pattern: USERNAME, message: t('staff.username_help') }]}
          extra={t('staff.username_help')}
        >
          <Input maxLength={32} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('staff.phone')}
          rules={[{ pattern: PHONE, message: t('errors:field.phone_format') }]}
          extra={t('staff.phone_help')}
        >
          <Input inputMode="numeric" maxLength={11} autoComplete="off" className="digits" />
        </Form.Item>
        <RoleField label={t('staff.proposed_role')} help={t('staff.proposed_help')} />
        <AreaFields />
      </FormDrawer>
      {invited !== undefined && (
        <InvitationModal name={invited.account.displayName} invitation={invited.invitation} onClose={() => setInvited(undefined)} />
      )}
    </>
  );
}
