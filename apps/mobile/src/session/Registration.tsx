import type { Guardian } from '@tongxing/contract';
import { checkDocument, type DocumentType, needsGuardian } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { type Agreed, ConsentStep } from './ConsentStep';
import { DocumentStep } from './DocumentStep';
import { NameStep } from './NameStep';
import { useSession } from './session';

// Hardly ever asked, and never of somebody who is alone at a door.
const GuardianStep = lazy(() => import('./GuardianStep'));

type Step = 'name' | 'document' | 'guardian';

export interface RegistrationProps {
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Real name and document, once: consent, name, document, and for a child who agrees. A refused field leads back to its own question. */
export default function Registration({ onBack, onDone }: RegistrationProps) {
  const { t } = useTranslation();
  const { setMe } = useSession();
  const { timeZone, offsetMs } = useSystem();
  const [agreed, setAgreed] = useState<Agreed>();
  const [step, setStep] = useState<Step>('name');
  const [name, setName] = useState('');
  const [documentType, setDocumentType] = useState<DocumentType>('resident_id');
  const [documentNumber, setDocumentNumber] = useState('');
  const submit = useSubmit();

  if (agreed === undefined) return <ConsentStep title={t('registration.consentTitle')} onBack={onBack} onAgree={setAgreed} />;

  const register = (guardian?: Guardian) =>
    submit.run(async () => {
      const body = { name, documentType, documentNumber, ...agreed, ...(guardian === undefined ? {} : { guardian }) };
      setMe(await call('POST /api/v1/me/registration', { body }));
      onDone();
    });

  const afterDocument = () => {
    const now = Date.now() + offsetMs;
    const check = checkDocument(documentType, documentNumber, now);
    if (check.ok && needsGuardian(documentType, check.canonical, new Date(now).toLocaleDateString('en-CA', { timeZone })))
      setStep('guardian');
    else register();
  };

  const typeName = (text: string) => {
    submit.clear();
    setName(text);
  };

  if (step === 'name') {
    return (
      <NameStep
        name={name}
        error={submit.error?.fields.name}
        onName={typeName}
        onBack={() => setAgreed(undefined)}
        onNext={() => setStep('document')}
      />
    );
  }
  if (step === 'guardian') return <GuardianStep submit={submit} onBack={() => setStep('document')} onNext={register} />;
  return (
    <DocumentStep
      title={t('registration.documentTitle')}
      type={documentType}
      number={documentNumber}
      submit={submit}
      onType={setDocumentType}
      onNumber={setDocumentNumber}
      onBack={() => setStep('name')}
      onNext={afterDocument}
    />
  );
}
