import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

interface CodeFieldProps {
  readonly label: string;
  readonly help?: string;
}

/** The code of an authenticator. */
export function CodeField({ label, help }: CodeFieldProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name="code" label={label} extra={help} rules={[{ required: true, message: t('errors:field.required') }]}>
      <Input size="large" className="digits" autoFocus autoComplete="one-time-code" maxLength={20} />
    </Form.Item>
  );
}
