import { checkPersonName } from '@tongxing/rules';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';

export interface NameStepProps {
  readonly name: string;
  /** What the server found, when it sent the person back here. */
  readonly error: string | undefined;
  readonly onName: (name: string) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** "What is your name?" */
export function NameStep({ name, error, onName, onBack, onNext }: NameStepProps) {
  const { t } = useTranslation();
  const form = useId();
  const [wasLeft, setWasLeft] = useState(false);
  const check = checkPersonName(name);
  const fault = !check.ok && wasLeft && name !== '' ? t(`errors:field.${check.problem}`) : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasLeft(true);
    if (check.ok) onNext();
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={name.trim() === ''}>
      {t('next')}
    </button>
  );
  return (
    <Page title={t('registration.nameTitle')} back={onBack} foot={foot}>
      <form id={form} onSubmit={send} noValidate>
        <Field
          label={t('registration.name')}
          name="name"
          autoComplete="name"
          maxLength={80}
          value={name}
          onChange={onName}
          onBlur={() => setWasLeft(true)}
          hint={t('registration.nameHint')}
          error={error ?? fault}
        />
      </form>
    </Page>
  );
}
