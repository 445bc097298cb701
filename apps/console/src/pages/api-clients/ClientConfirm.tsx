import { Alert, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConfirmFoot } from '../../parts/ConfirmFoot';
import { type ClientDraft, clientMay, networksIn } from './ClientForm';

interface ClientConfirmProps {
  readonly draft: ClientDraft;
  readonly onBack: () => void;
  readonly onSubmit: () => Promise<void>;
}

/** Second step: what the key will open, in plain words. */
export function ClientConfirm({ draft, onBack, onSubmit }: ClientConfirmProps) {
  const { t } = useTranslation();
  const permissions = draft.permissions.map((each) => t(clientMay(each))).join(t('list.separator'));
  const networks = networksIn(draft.networks);
  const items = [
    { key: 'area', label: t('client.area'), children: draft.divisionPath },
    { key: 'networks', label: t('client.networks'), children: networks.length === 0 ? t('client.anywhere') : networks.join(' ') },
    { key: 'pace', label: t('client.pace'), children: draft.requestsPerMinute },
    { key: 'days', label: t('client.days'), children: draft.days },
  ];
  return (
    <>
      <Alert type="info" showIcon className="problem" title={t('client.confirm', { name: draft.name, permissions })} />
      <Descriptions column={1} size="small" items={items} className="facts" />
      <ConfirmFoot submitLabel={t('client.submit')} onBack={onBack} onSubmit={onSubmit} />
    </>
  );
}
