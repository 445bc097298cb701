import type { StaffMe } from '@tongxing/contract';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRefusal } from '../../api/client';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { useSubmit } from '../../parts/use-submit';
import { CodeField } from '../../session/CodeField';

interface CodeStepProps {
  readonly ticket: string;
  readonly onSignedIn: (account: StaffMe) => void;
  readonly onBack: () => void;
  /** The minutes for this step are over. */
  readonly onLate: () => void;
}

/** A code of the authenticator, or a recovery code in its place. */
export function CodeStep({ ticket, onSignedIn, onBack, onLate }: CodeStepProps) {
  const { t } = useTranslation();
  const prove = useCommand('POST /api/v1/staff/sessions/second-factor', []);
  const { form, name, error, busy, run } = useSubmit<{ code: string }>(async ({ code }) => {
    try {
      onSignedIn(await prove.mutateAsync({ body: { ticket, code: code.trim() } }));
    } catch (refusal) {
      if (!isRefusal(refusal, 'NOT_SIGNED_IN')) throw refusal;
      onLate();
    }
  });
  return (
    <section className="sign-in-card">
      <h1>{t('sign_in.code_title')}</h1>
      <p className="quiet">{t('sign_in.code_intro')}</p>
      <Form form={form} name={name} layout="vertical" requiredMark={false} onFinish={run}>
        <CodeField label={t('sign_in.code')} help={t('sign_in.code_lost')} />
        <ProblemAlert error={error} />
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {t('sign_in.submit')}
        </Button>
        <Button type="text" block className="sign-in-back" onClick={onBack}>
          {t('sign_in.other')}
        </Button>
      </Form>
    </section>
  );
}
