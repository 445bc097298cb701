import { SCENES, VENUE_CLASSES } from '@tongxing/rules';
import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCommand, useDraftId } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';

const PHONE = /^1[3-9]\d{9}$/;

interface Values {
  readonly name: string;
  readonly class: (typeof VENUE_CLASSES)[number];
  readonly scene: (typeof SCENES)[number];
  readonly divisionCode: string;
  readonly address: string;
  readonly contactPhone: string;
}

/** Registers a venue and goes to it, where its poster waits to be printed. */
export function VenueDrawer({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [, navigate] = useLocation();
  const isRequired = useRequired();
  const [id, renewId] = useDraftId();
  const register = useCommand('POST /api/v1/venues', ['venues', 'flow']);
  const submit = async (values: Values) => {
    const venue = await register.mutateAsync({ body: { id, ...values } });
    renewId();
    void message.success(t('venue.registered', { name: venue.name }));
    navigate(`/venues/${venue.id}`);
  };
  return (
    <FormDrawer<Values>
      title={t('venue.register')}
      open={open}
      onClose={onClose}
      submitLabel={t('venue.submit')}
      initialValues={{ scene: 'ordinary' }}
      onSubmit={submit}
      intro={<p className="quiet">{t('venue.register_intro')}</p>}
    >
      <Form.Item
        name="name"
        label={t('venue.name')}
        rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}
        extra={t('venue.name_help')}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="class" label={t('venue.class')} rules={[isRequired]}>
        <Select options={VENUE_CLASSES.map((value) => ({ value, label: t(`words:venueClass.${value}`) }))} />
      </Form.Item>
      <Form.Item name="scene" label={t('venue.scene')} rules={[isRequired]} extra={t('venue.scene_help')}>
        <Select options={SCENES.map((value) => ({ value, label: t(`words:scene.${value}`) }))} />
      </Form.Item>
      <Form.Item name="divisionCode" label={t('division.label')} rules={[isRequired]}>
        <DivisionPicker scope="own" />
      </Form.Item>
      <Form.Item name="address" label={t('venue.address')} rules={[isRequired, { min: 4, message: t('errors:field.too_short') }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item
        name="contactPhone"
        label={t('venue.phone')}
        rules={[isRequired, { pattern: PHONE, message: t('errors:field.phone_format') }]}
      >
        <Input inputMode="numeric" maxLength={11} className="digits" />
      </Form.Item>
    </FormDrawer>
  );
}
