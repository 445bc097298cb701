import type { Input } from '@tongxing/contract/client';
import { DemoBanner, LanguageSwitch, useSystem } from '@tongxing/ui';
import { Button, Input as Field, Form } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useSearch } from 'wouter';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { useChangeSession, useSession } from '../../session/session';
import { LoadNotice } from '../../shell/LoadNotice';
import { ProductMark } from '../../shell/ProductMark';
import { DemoAccounts } from './DemoAccounts';

type Credentials = Input<'POST /api/v1/staff/sessions'>['body'];

/** Where to go afterwards: a path of this console only, never another site. */
function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') ? next : '/';
}

export default function SignInPage() {
  const { t } = useTranslation();
  const { system } = useSystem();
  const search = useSearch();
  const session = useSession();
  const changeSession = useChangeSession();
  const signIn = useCommand('POST /api/v1/staff/sessions', []);
  const [form] = Form.useForm<Credentials>();
  useEffect(() => {
    document.title = `${t('sign_in.title')} · ${t('words:product')}`;
  }, [t]);
  if (session.data) return <Redirect to={nextPath(search)} replace />;

  const fill = (account: Credentials) => {
    form.setFieldsValue(account);
    signIn.reset();
    document.getElementById('sign-in')?.focus();
  };
  const isRequired = [{ required: true, message: t('errors:field.required') }];
  return (
    <div className="sign-in">
      <DemoBanner />
      <header className="sign-in-head">
        <ProductMark />
        <LanguageSwitch className="language-switch" />
      </header>
      <LoadNotice />
      <main className="sign-in-body" data-demo={system?.demo === true || undefined}>
        <section className="sign-in-card">
          <h1>{t('sign_in.title')}</h1>
          <p className="quiet">{t('sign_in.intro')}</p>
          <Form<Credentials>
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={(body) => signIn.mutate({ body }, { onSuccess: changeSession })}
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
      </main>
    </div>
  );
}
