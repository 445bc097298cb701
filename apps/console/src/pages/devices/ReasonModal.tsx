import type { Device } from '@tongxing/contract';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';

const ROUTES = {
  sign_out: { route: 'POST /api/v1/devices/:id/sign-out', done: 'device.signed_out' },
  revoke: { route: 'POST /api/v1/devices/:id/revocation', done: 'device.revoked' },
} as const;

interface ReasonModalProps {
  readonly device: Device;
  readonly step: keyof typeof ROUTES;
  readonly onClose: () => void;
}

/** Ends the sessions of a device or the device itself, with a reason. */
export function ReasonModal({ device, step, onClose }: ReasonModalProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { route, done } = ROUTES[step];
  const command = useCommand(route, ['devices']);
  const submit = async (body: { reason: string }) => {
    await command.mutateAsync({ params: { id: device.id }, body });
    void message.success(t(done));
  };
  return (
    <FormModal<{ reason: string }>
      title={t(`device.${step}_title`, { name: device.name })}
      onClose={onClose}
      submitLabel={t(`device.${step}`)}
      danger={step === 'revoke'}
      onSubmit={submit}
      intro={<p className="quiet">{t(`device.${step}_help`)}</p>}
    >
      <WordsField name="reason" label={t('device.reason')} max={200} required />
    </FormModal>
  );
}
