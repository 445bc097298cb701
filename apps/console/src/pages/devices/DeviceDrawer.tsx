import type { Device } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Alert, Button, Descriptions, Drawer, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { DeviceStateTag, deviceState } from './device-state';

/** What somebody may do to a device. */
export type DeviceStep = 'invite' | 'sign_out' | 'revoke';

interface DeviceDrawerProps {
  readonly device: Device;
  readonly onClose: () => void;
  readonly onStep: (step: DeviceStep) => void;
}

function Notice({ device }: { readonly device: Device }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const state = deviceState(device);
  if (state === 'cloned')
    return (
      <Alert
        type="error"
        showIcon
        className="problem"
        title={t('device.cloned_title')}
        description={t('device.cloned_text', { at: exact(device.clonedAt ?? '') })}
      />
    );
  if (state !== 'secret') return null;
  return <Alert type="warning" showIcon className="problem" title={t('device.secret_title')} description={t('device.secret_text')} />;
}

function Steps({ device, onStep }: Pick<DeviceDrawerProps, 'device' | 'onStep'>) {
  const { t } = useTranslation();
  const may = useMay();
  if (device.revokedAt !== null) return null;
  return (
    <Space className="form-foot" wrap>
      {may('device.register') && (
        <Button type="primary" onClick={() => onStep('invite')}>
          {t(device.proof === 'none' ? 'device.invite' : 'device.invite_again')}
        </Button>
      )}
      {may('device.revoke') && device.liveSessions > 0 && <Button onClick={() => onStep('sign_out')}>{t('device.sign_out')}</Button>}
      {may('device.revoke') && (
        <Button danger onClick={() => onStep('revoke')}>
          {t('device.revoke')}
        </Button>
      )}
    </Space>
  );
}

/** One device: how it proves itself, since when, and what can be done about it. */
export function DeviceDrawer({ device, onClose, onStep }: DeviceDrawerProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'state', label: t('device.state'), children: <DeviceStateTag device={device} /> },
    { key: 'kind', label: t('device.kind'), children: t(`device.kind_of.${device.kind}`) },
    { key: 'venue', label: t('device.venue'), children: device.venue.name },
    { key: 'registered', label: t('device.registered_at'), children: <When at={device.registeredAt} /> },
    { key: 'key', label: t('device.key_set_at'), children: <When at={device.keySetAt} /> },
    {
      key: 'fingerprint',
      label: t('device.fingerprint'),
      children:
        device.keyFingerprint === null ? (
          '—'
        ) : (
          <span className="stacked">
            <code>{device.keyFingerprint}</code>
            <span className="quiet">{t('device.fingerprint_help')}</span>
          </span>
        ),
    },
    { key: 'sign_in', label: t('device.last_sign_in'), children: <When at={device.lastSignInAt} /> },
    { key: 'sessions', label: t('device.live_sessions'), children: t('device.sessions', { count: device.liveSessions }) },
  ];
  return (
    <Drawer open title={device.name} onClose={onClose} size={520}>
      <Notice device={device} />
      <Descriptions column={1} size="small" items={items} className="facts" />
      <Steps device={device} onStep={onStep} />
    </Drawer>
  );
}
