import { App, Button, Card, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { useSubmit } from '../../parts/use-submit';

/** Shortest password, in characters. */
const SHORTEST = 12;

interface Passwords {
  readonly current: string;
  readonly password: string;
  readonly again: string;
}

/** Changes the own password; the other sessions of the account end. */
export function PasswordCard() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useCommand('POST /api/v1/staff/password', ['own-sessions']);
  const { form, name, error, busy, run } = useSubmit<Passwords>(async ({ current, password }) => {
    await change.mutateAsync({ body: { current, password } });
    form.resetFields();
    void message.success(t('account.password_changed'));
  });
  const isRequired = { required: true, message: t('errors:field.required') };
  return (
    <Card title={t('account.password')}>
      <Form<Passwords> form={form} name={name} layout="vertical" requiredMark={false} onFinish={run}>
        <Form.Item name="current" label={t('account.password_current')} rules={[isRequired]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('account.password_new')}
          extra={t('account.password_help', { count: SHORTEST })}
          rules={[isRequired, { min: SHORTEST, message: t('account.password_short', { count: SHORTEST }) }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('account.password_again')}
          dependencies={['password']}
          rules={[
            isRequired,
            ({ getFieldValue }) => ({
              validator: (_, value: string) =>
                value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('account.password_differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <ProblemAlert error={error} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('account.password_change')}
        </Button>
      </Form>
    </Card>
  );
}
