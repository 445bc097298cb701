import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { CodeStep } from './CodeStep';
import { PhoneStep } from './PhoneStep';
import { useSession } from './session';
import { renewSignInMark } from './sign-in-mark';

export interface SignInProps {
  /** Why it is asked for now, in one sentence. */
  readonly purpose: string;
  readonly onBack: () => void;
  readonly onDone: (isRegistered: boolean) => void;
}

/** Phone, then SMS code: one question a screen. What was typed stays when going back. */
export function SignIn({ purpose, onBack, onDone }: SignInProps) {
  const { t } = useTranslation();
  const { refresh } = useSession();
  const [phone, setPhone] = useState('');
  /** Epoch ms from which another code may be asked for; undefined before the first. */
  const [resendAt, setResendAt] = useState<number>();
  const [asksCode, setAsksCode] = useState(false);

  const requestCode = async () => {
    const { resendInSeconds } = await call('POST /api/v1/sign-in/codes', { body: { phone } });
    setResendAt(Date.now() + resendInSeconds * 1000);
    setAsksCode(true);
  };
  const signIn = async (code: string) => {
    // Before the cookie changes: no page of this browser is to send with it what somebody else scanned.
    renewSignInMark();
    const { registered } = await call('POST /api/v1/sign-in/sessions', { body: { phone, code } });
    await refresh();
    onDone(registered);
  };

  if (!asksCode)
    return (
      <PhoneStep title={t('signIn.phoneTitle')} purpose={purpose} phone={phone} onPhone={setPhone} onBack={onBack} onNext={requestCode} />
    );
  return <CodeStep phone={phone} resendAt={resendAt} onBack={() => setAsksCode(false)} onResend={requestCode} onCode={signIn} />;
}
