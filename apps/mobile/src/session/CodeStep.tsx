import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { useCountdown } from '../shell/use-countdown';
import { DemoHelp } from './DemoHelp';

const CODE_LENGTH = 6;

export interface CodeStepProps {
  readonly phone: string;
  readonly resendAt: number | undefined;
  readonly onBack: () => void;
  readonly onResend: () => Promise<void>;
  readonly onCode: (code: string) => Promise<void>;
}

/** "Which code did we send you?" The sixth digit signs in without another tap. */
export function CodeStep({ phone, resendAt, onBack, onResend, onCode }: CodeStepProps) {
  const { t } = useTranslation();
  const form = useId();
  const [code, setCode] = useState('');
  const submit = useSubmit();
  const resend = useSubmit();
  const wait = useCountdown(resendAt);

  const type = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, CODE_LENGTH);
    setCode(digits);
    submit.clear();
    if (digits.length === CODE_LENGTH && digits !== code) submit.run(() => onCode(digits));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (code.length === CODE_LENGTH && !submit.isBusy) submit.run(() => onCode(code));
  };
  const foot = (
    <>
      <button type="submit" form={form} className="button button-main" disabled={code.length < CODE_LENGTH || submit.isBusy}>
        {t(submit.isBusy ? 'signIn.checking' : 'signIn.confirm')}
      </button>
      <button type="button" className="quiet" disabled={wait > 0 || resend.isBusy} onClick={() => resend.run(onResend)}>
        {wait > 0 ? t('signIn.resendIn', { seconds: wait }) : t('signIn.resend')}
      </button>
    </>
  );
  return (
    <Page title={t('signIn.codeTitle')} back={onBack} foot={foot}>
      <p className="lead">{t('signIn.sentTo', { phone: phone.replace(/(\d{3})(\d{4})(\d{4})/, '$1 $2 $3') })}</p>
      <form id={form} onSubmit={send} noValidate>
        <Field
          label={t('signIn.code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          isDigits
          value={code}
          onChange={type}
          hint={t('signIn.codeHint')}
          error={submit.error?.fields.code}
        />
      </form>
      <ProblemNote problem={submit.error ?? resend.error} refused={t('signIn.wrongCode')} />
      <DemoHelp />
    </Page>
  );
}
