import type { SignInStep } from '@tongxing/contract';
import type { Input } from '@tongxing/contract/client';
import { useSystem } from '@tongxing/ui';
import { Alert, Button, Input as Field, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { DemoAccounts } from './DemoAccounts';

type Credentials = Input<'POST /api/v1/staff/sessions'>['body'];

interface PasswordStepProps {
  /** The step that had begun took longer than its minutes. */
  readonly isLate: boolean;
  readonly onStep: (step: SignInStep) => void;
}

/** User name and password. */
export function PasswordStep({ isLate, onStep }: PasswordStepProps) {
  const { t } = useTranslation();
  const { system } = useSystem();
  const signIn = useCommand('POST /api/v1/staff/sessions', []);
  const [form] = Form.useForm<Credentials>();
  const fill = (account: Credentials) => {
    form.setFieldsValue(account);
    signIn.reset();
    document.getElementById('sign-in')?.focus();
  };
  const isRequired = [{ required: true, message: t('errors:field.required') }];
  return (
    <>
      <section className="sign-in-card">
        <h1>{t('sign_in.title')}</h1>
        <p className="quiet">{t('sign_in.intro')}</p>
        {isLate && <Alert className="problem" type="info" showIcon title={t('sign_in.late')} />}
        <Form<Credentials>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(body) => signIn.mutate({ body }, { onSuccess: onStep })}
        >
          <Form.Item name="username" label={t('sign_in.username')} rules={isRequired}>
            <Field size="large" autoComplete="username" autoFocus maxLength={64} />
          </Form.Item>
          <Form.Item name="password" label={t('sign_in.password')} rules={isRequired}>
            <Field.Password size="large" autoComplete="current-password" maxLength={200} />
          </Form.Item>
          <ProblemAlert error={signIn.error} />
          <Button id="sign-in" type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t('sign_in.submit')}
          </Button>
        </Form>
        <p className="quiet sign-in-note">{t('sign_in.note')}</p>
      </section>
      {system?.demo === true && <DemoAccounts onChoose={fill} />}
    </>
  );
}
