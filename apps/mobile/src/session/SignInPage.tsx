import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { SignIn } from './SignIn';
import { useSession } from './session';

const Registration = lazy(() => import('./Registration'));

/** `/m/sign-in`: when somebody signs in without a venue at hand. */
export function SignInPage() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { state } = useSession();
  const [registers, setRegisters] = useState(state.kind === 'signed_in' && !state.me.registered);
  const home = () => go('/m/');
  if (registers) return <Registration onBack={home} onDone={home} />;
  return <SignIn purpose={t('signIn.toSeeOwn')} onBack={home} onDone={(isRegistered) => (isRegistered ? home() : setRegisters(true))} />;
}
