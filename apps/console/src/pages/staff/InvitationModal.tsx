import type { Invitation } from '@tongxing/contract';
import { Alert, Button, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { When } from '../../parts/When';

interface InvitationModalProps {
  readonly name: string;
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

/** The link for handing over: shown this once. */
export function InvitationModal({ name, invitation, onClose }: InvitationModalProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={t('staff.link_title', { name })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('staff.link_done')}
        </Button>
      }
    >
      <p>{t('staff.link_intro')}</p>
      <Typography.Paragraph code copyable={{ text: invitation.link }} className="invitation-link">
        {invitation.link}
      </Typography.Paragraph>
      <p className="quiet">
        {t('staff.link_until')} <When at={invitation.expiresAt} />
      </p>
      <Alert type="info" showIcon title={t('staff.link_once')} />
    </Modal>
  );
}
