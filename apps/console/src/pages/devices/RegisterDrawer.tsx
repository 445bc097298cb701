import type { Device, DeviceKind } from '@tongxing/contract';
import { App, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';

const KINDS = Object.keys({ gate: 1, pillar: 1, panel: 1, handheld: 1 } satisfies Record<DeviceKind, 1>);

interface Values {
  readonly name: string;
  readonly kind: DeviceKind;
}

interface RegisterDrawerProps {
  readonly venueId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Told of what was registered: the next step is its code. */
  readonly onRegistered: (device: Device) => void;
}

/** Registers a device for one venue. */
export function RegisterDrawer({ venueId, open, onClose, onRegistered }: RegisterDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const register = useCommand('POST /api/v1/devices', ['devices']);
  const submit = async (values: Values) => {
    const device = await register.mutateAsync({ body: { id, venueId, ...values } });
    renewId();
    void message.success(t('device.registered'));
    onRegistered(device);
  };
  return (
    <FormDrawer<Values>
      title={t('device.register')}
      open={open}
      onClose={onClose}
      submitLabel={t('device.register')}
      initialValues={{ kind: 'gate' }}
      onSubmit={submit}
      intro={<p className="quiet">{t('device.register_help')}</p>}
    >
      <Form.Item name="name" label={t('device.name')} rules={[isRequired]} extra={t('device.name_help')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="kind" label={t('device.kind')} rules={[isRequired]}>
        <Radio.Group options={KINDS.map((value) => ({ value, label: t(`device.kind_of.${value}`) }))} />
      </Form.Item>
    </FormDrawer>
  );
}
