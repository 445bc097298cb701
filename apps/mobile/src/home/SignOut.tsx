import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { forgetKeptEntries } from '../members/forget-entries';
import { forgetPendingScans } from '../passage/pending-scan';
import { useSession } from '../session/session';
import { ProblemNote } from '../shell/Failure';

/** Ends the session on this phone, and what it still had to send goes with it. */
export function SignOut() {
  const { t } = useTranslation();
  const { forget } = useSession();
  const submit = useSubmit();
  const signOut = () =>
    submit.run(async () => {
      await call('DELETE /api/v1/sign-in/sessions/current');
      forgetPendingScans();
      forgetKeptEntries();
      forget();
    });
  return (
    <>
      <button type="button" className="quiet" disabled={submit.isBusy} onClick={signOut}>
        {t('home.signOut')}
      </button>
      <ProblemNote problem={submit.error} />
    </>
  );
}
