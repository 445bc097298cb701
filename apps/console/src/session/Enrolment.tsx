import type { Output } from '@tongxing/contract/client';
import { Button, Form } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../api/hooks';
import { ProblemAlert } from '../parts/Problem';
import { QrCode } from '../parts/QrCode';
import { useSubmit } from '../parts/use-submit';
import { Wait } from '../shell/Wait';
import { CodeField } from './CodeField';

export type Enrolled = Output<'POST /api/v1/staff/second-factor/confirmations'>;

interface EnrolmentProps {
  /** Leads to the enrolment, for minutes. */
  readonly ticket: string;
  readonly onEnrolled: (enrolled: Enrolled) => void;
}

/** An authenticator is enrolled: scan or type the key, then show that it works. */
export function Enrolment({ ticket, onEnrolled }: EnrolmentProps) {
  const { t } = useTranslation();
  const begin = useCommand('POST /api/v1/staff/second-factor/enrolments', []);
  const confirm = useCommand('POST /api/v1/staff/second-factor/confirmations', []);
  const { form, name, error, busy, run } = useSubmit<{ code: string }>(async ({ code }) => {
    onEnrolled(await confirm.mutateAsync({ body: { ticket, code: code.replace(/\s/g, '') } }));
  });
  const { mutate } = begin;
  const asked = useRef('');
  useEffect(() => {
    if (asked.current === ticket) return;
    asked.current = ticket;
    mutate({ body: { ticket } });
  }, [mutate, ticket]);
  if (begin.error !== null) return <ProblemAlert error={begin.error} />;
  if (begin.data === undefined) return <Wait />;
  return (
    <div className="enrolment">
      <ol>
        <li>
          <p>{t('second_factor.scan')}</p>
          <QrCode text={begin.data.address} level="M" className="enrolment-code" label={t('second_factor.code_label')} />
          <p className="quiet">{t('second_factor.by_hand')}</p>
          <p className="enrolment-key">
            <code>{begin.data.key}</code>
          </p>
        </li>
        <li>
          <Form form={form} name={name} layout="vertical" requiredMark={false} onFinish={run}>
            <CodeField label={t('second_factor.first_code')} />
            <ProblemAlert error={error} />
            <Button type="primary" htmlType="submit" size="large" block loading={busy}>
              {t('second_factor.enrol')}
            </Button>
          </Form>
        </li>
      </ol>
    </div>
  );
}
