import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { DemoHelp } from './DemoHelp';

/** The same form as `Phone` of the wire contract; told while typing. */
const MOBILE = /^1[3-9]\d{9}$/;

function digitsOf(text: string): string {
  return text
    .replace(/^\s*\+86/, '')
    .replace(/\D/g, '')
    .slice(0, 11);
}

function faultOf(phone: string): 'phone_format' | undefined {
  const mayBecomeOne = /^1?$|^1[3-9]\d*$/.test(phone);
  return mayBecomeOne ? undefined : 'phone_format';
}

export interface PhoneStepProps {
  readonly title: string;
  readonly purpose: string;
  readonly phone: string;
  readonly onPhone: (phone: string) => void;
  readonly onBack: () => void;
  readonly onNext: () => Promise<void>;
}

/** "What is your mobile number?" */
export function PhoneStep({ title, purpose, phone, onPhone, onBack, onNext }: PhoneStepProps) {
  const { t } = useTranslation();
  const form = useId();
  const submit = useSubmit();
  const fault = faultOf(phone);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (MOBILE.test(phone)) submit.run(onNext);
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!MOBILE.test(phone) || submit.isBusy}>
      {t(submit.isBusy ? 'signIn.sendingCode' : 'signIn.sendCode')}
    </button>
  );
  return (
    <Page title={title} back={onBack} foot={foot}>
      <p className="lead">{purpose}</p>
      <form id={form} onSubmit={send} noValidate>
        <Field
          label={t('signIn.phone')}
          name="phone"
          type="tel"
          inputMode="numeric"
          autoComplete="tel-national"
          isDigits
          value={phone}
          onChange={(text) => onPhone(digitsOf(text))}
          hint={t('signIn.phoneHint')}
          error={submit.error?.fields.phone ?? (fault && t(`errors:field.${fault}`))}
        />
      </form>
      <ProblemNote problem={submit.error} />
      <DemoHelp />
    </Page>
  );
}
