import type { ClientPermission } from '@tongxing/contract';
import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';

const PERMISSIONS = Object.keys({ 'statistics.read': 1, 'venue.read': 1, 'device.read': 1 } satisfies Record<ClientPermission, 1>);
/** As the API takes it. */
const LONGEST_DAYS = 365;

/** What is typed before it is checked and sent. */
export interface ClientDraft {
  readonly name: string;
  readonly divisionCode: string;
  /** Its name from the province down, to say it back. */
  readonly divisionPath: string;
  readonly permissions: ClientPermission[];
  /** One network a line. */
  readonly networks: string;
  readonly requestsPerMinute: number;
  readonly days: number;
}

const USUAL: Partial<ClientDraft> = { permissions: ['statistics.read'], networks: '', requestsPerMinute: 60, days: LONGEST_DAYS };
const MOST_PER_MINUTE = 600;

/** Text of what a system may. */
export const clientMay = (permission: string) => `client.may.${permission.replace('.', '_')}`;

/** Lines that are something. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,，、]+/).filter((line) => line !== '');
}

/** First step: who, what, from where, for how long. */
export function ClientForm({ draft, onNext }: { readonly draft: ClientDraft | undefined; readonly onNext: (draft: ClientDraft) => void }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const [form] = Form.useForm<ClientDraft>();
  return (
    <Form form={form} name="client" layout="vertical" initialValues={draft ?? USUAL} onFinish={onNext} scrollToFirstError>
      <Form.Item
        name="name"
        label={t('client.name')}
        rules={[isRequired, { min: 2, message: t('errors:field.too_short') }]}
        extra={t('client.name_help')}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="divisionCode" label={t('client.area')} rules={[isRequired]}>
        <DivisionPicker scope="own" onPick={(division) => form.setFieldValue('divisionPath', division?.path ?? '')} />
      </Form.Item>
      <Form.Item name="divisionPath" hidden>
        <Input />
      </Form.Item>
      <Form.Item
        name="permissions"
        label={t('client.permissions')}
        rules={[{ type: 'array', min: 1, message: t('errors:field.required') }]}
      >
        <Checkbox.Group className="choices-in-lines" options={PERMISSIONS.map((value) => ({ value, label: t(clientMay(value)) }))} />
      </Form.Item>
      <Form.Item name="networks" label={t('client.networks')} extra={t('client.networks_help')}>
        <Input.TextArea rows={3} className="digits" spellCheck={false} />
      </Form.Item>
      <Form.Item name="requestsPerMinute" label={t('client.pace')} rules={[isRequired]}>
        <InputNumber min={1} max={MOST_PER_MINUTE} precision={0} />
      </Form.Item>
      <Form.Item name="days" label={t('client.days')} rules={[isRequired]} extra={t('client.days_help')}>
        <InputNumber min={1} max={LONGEST_DAYS} precision={0} />
      </Form.Item>
      <Button type="primary" htmlType="submit">
        {t('action.next')}
      </Button>
    </Form>
  );
}
