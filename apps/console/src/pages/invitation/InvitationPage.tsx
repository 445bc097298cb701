import { LanguageSwitch, useTimeWords } from '@tongxing/ui';
import { Button, Form, Input, Result } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { ProblemAlert } from '../../parts/Problem';
import { useSubmit } from '../../parts/use-submit';
import { ProductMark } from '../../shell/ProductMark';
import { Wait } from '../../shell/Wait';

/** The token behind the `#`, taken out of the address at once: it stays in no history. */
function useToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), []);
  return token;
}

const SHORTEST = 12;

interface Values {
  readonly password: string;
  readonly again: string;
}

function PasswordForm({ token, username, onDone }: { readonly token: string; readonly username: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const accept = useCommand('POST /api/v1/staff-invitations/accept', []);
  const { form, name, error, busy, run } = useSubmit<Values>(async ({ password }) => {
    await accept.mutateAsync({ body: { token, password } });
    onDone();
  });
  return (
    <Form<Values> form={form} name={name} layout="vertical" requiredMark={false} onFinish={run}>
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <Form.Item
        name="password"
        label={t('invitation.password')}
        rules={[isRequired, { min: SHORTEST, message: t('errors:field.too_short') }]}
        extra={t('invitation.password_help', { count: SHORTEST })}
      >
        <Input.Password size="large" autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('invitation.again')}
        dependencies={['password']}
        rules={[
          isRequired,
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('invitation.differs'))),
          }),
        ]}
      >
        <Input.Password size="large" autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('invitation.submit')}
      </Button>
    </Form>
  );
}

function Body() {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  const token = useToken();
  const check = useCommand('POST /api/v1/staff-invitations/check', []);
  const [isDone, setDone] = useState(false);
  const isAsked = useRef(false);
  const { mutate } = check;
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    mutate({ body: { token } });
  }, [mutate, token]);
  if (isDone)
    return (
      <Result
        status="success"
        title={t('invitation.done')}
        subTitle={t('invitation.done_detail')}
        extra={
          <Link href="/sign-in" asChild>
            <Button type="primary">{t('invitation.sign_in')}</Button>
          </Link>
        }
      />
    );
  if (check.isError) return <Result status="info" title={t('invitation.void')} subTitle={t('invitation.void_detail')} />;
  if (check.data === undefined) return <Wait />;
  const { username, displayName, expiresAt } = check.data;
  return (
    <section className="sign-in-card">
      <h1>{t('invitation.title')}</h1>
      <p className="quiet">{t('invitation.intro', { name: displayName, username, until: spoken(expiresAt) })}</p>
      <PasswordForm token={token} username={username} onDone={() => setDone(true)} />
    </section>
  );
}

/** Where somebody who was invited sets the password of their account. */
export default function InvitationPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('invitation.title')} · ${t('words:product')}`;
  }, [t]);
  return (
    <div className="sign-in">
      <header className="sign-in-head">
        <ProductMark />
        <LanguageSwitch className="language-switch" />
      </header>
      <main className="sign-in-body">
        <Body />
      </main>
    </div>
  );
}
