import type { Device } from '@tongxing/contract';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const TONES = { waiting: 'warning', secret: 'warning', ready: 'success', cloned: 'error', revoked: 'default' } as const;
export type DeviceState = keyof typeof TONES;

/** What matters most about a device, in the order in which somebody must act. */
export function deviceState({ revokedAt, clonedAt, proof }: Pick<Device, 'revokedAt' | 'clonedAt' | 'proof'>): DeviceState {
  if (revokedAt !== null) return 'revoked';
  if (clonedAt !== null) return 'cloned';
  return ({ none: 'waiting', secret: 'secret', key: 'ready' } as const)[proof];
}

export function DeviceStateTag({ device }: { readonly device: Device }) {
  const { t } = useTranslation();
  const state = deviceState(device);
  return (
    <Tag className="state-tag" color={TONES[state]}>
      {t(`device.state_of.${state}`)}
    </Tag>
  );
}
