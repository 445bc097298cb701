import type { DocumentType } from '@tongxing/rules';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ConsentStep } from './ConsentStep';
import { DocumentStep } from './DocumentStep';
import { NameStep } from './NameStep';
import { useSession } from './session';

type Step = 'consent' | 'name' | 'document';

export interface RegistrationProps {
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Real name and document, once: consent, name, document. A refused field leads back to its own question. */
export function Registration({ onBack, onDone }: RegistrationProps) {
  const { t } = useTranslation();
  const { setMe } = useSession();
  const [step, setStep] = useState<Step>('consent');
  const [name, setName] = useState('');
  const [documentType, setDocumentType] = useState<DocumentType>('resident_id');
  const [documentNumber, setDocumentNumber] = useState('');
  const submit = useSubmit();

  const register = () =>
    submit.run(async () => {
      const me = await call('POST /api/v1/me/registration', { body: { name, documentType, documentNumber } });
      setMe(me);
      onDone();
    });

  const typeName = (text: string) => {
    submit.clear();
    setName(text);
  };

  if (step === 'consent') return <ConsentStep onBack={onBack} onAgree={() => setStep('name')} />;
  if (step === 'name') {
    return (
      <NameStep
        name={name}
        error={submit.error?.fields.name}
        onName={typeName}
        onBack={() => setStep('consent')}
        onNext={() => setStep('document')}
      />
    );
  }
  return (
    <DocumentStep
      title={t('registration.documentTitle')}
      type={documentType}
      number={documentNumber}
      submit={submit}
      onType={setDocumentType}
      onNumber={setDocumentNumber}
      onBack={() => setStep('name')}
      onNext={register}
    />
  );
}
