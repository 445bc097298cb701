import type { SignInStep } from '@tongxing/contract';
import { DemoBanner, LanguageSwitch } from '@tongxing/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useSearch } from 'wouter';
import { type Enrolled, Enrolment } from '../../session/Enrolment';
import { RecoveryCodes } from '../../session/RecoveryCodes';
import { useChangeSession, useSession } from '../../session/session';
import { LoadNotice } from '../../shell/LoadNotice';
import { ProductMark } from '../../shell/ProductMark';
import { CodeStep } from './CodeStep';
import { PasswordStep } from './PasswordStep';

/** Where to go afterwards: a path of this console only, never another site. */
function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') ? next : '/';
}

/** What is still to come after the password; the ticket is held by this page alone. */
type Step = Exclude<SignInStep, { readonly next: 'done' }> | { readonly next: 'password'; readonly isLate: boolean };
const FIRST: Step = { next: 'password', isLate: false };

function Steps() {
  const { t } = useTranslation();
  const changeSession = useChangeSession();
  const [step, setStep] = useState<Step>(FIRST);
  const [enrolled, setEnrolled] = useState<Enrolled>();
  const onStep = (next: SignInStep) => (next.next === 'done' ? changeSession(next.account) : setStep(next));
  if (enrolled !== undefined)
    return (
      <section className="sign-in-card">
        <h1>{t('recovery.title')}</h1>
        <RecoveryCodes
          codes={enrolled.recoveryCodes}
          username={enrolled.account.username}
          doneLabel={t('recovery.go_on')}
          onDone={() => changeSession(enrolled.account)}
        />
      </section>
    );
  if (step.next === 'password') return <PasswordStep isLate={step.isLate} onStep={onStep} />;
  if (step.next === 'code')
    return (
      <CodeStep
        ticket={step.ticket}
        onSignedIn={changeSession}
        onBack={() => setStep(FIRST)}
        onLate={() => setStep({ next: 'password', isLate: true })}
      />
    );
  return (
    <section className="sign-in-card">
      <h1>{t('sign_in.enrol_title')}</h1>
      <p className="quiet">{t('sign_in.enrol_intro')}</p>
      <Enrolment ticket={step.ticket} onEnrolled={setEnrolled} />
    </section>
  );
}

/** Signing in, step by step. */
export default function SignInPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const session = useSession();
  useEffect(() => {
    document.title = `${t('sign_in.title')} · ${t('words:product')}`;
  }, [t]);
  if (session.data) return <Redirect to={nextPath(search)} replace />;
  return (
    <div className="sign-in">
      <DemoBanner />
      <header className="sign-in-head">
        <ProductMark />
        <LanguageSwitch className="language-switch" />
      </header>
      <LoadNotice />
      <main className="sign-in-body">
        <Steps />
      </main>
    </div>
  );
}
