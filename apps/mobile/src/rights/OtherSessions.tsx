import { useState } from 'react';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { useRightsWords } from './words';

/** A phone that was lost or lent: signs it out from here. */
export function OtherSessions() {
  const { t } = useRightsWords();
  const submit = useSubmit();
  const [isDone, setDone] = useState(false);
  const end = () =>
    submit.run(async () => {
      setDone(false);
      await call('POST /api/v1/me/sessions/revocations/others');
      setDone(true);
    });
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t('rights:sessions.title')}</h2>
      <p className="soft">{t('rights:sessions.what')}</p>
      <button type="button" className="button" disabled={submit.isBusy} onClick={end}>
        {t('rights:sessions.end')}
      </button>
      <p role="status">{isDone && t('rights:sessions.done')}</p>
      <ProblemNote problem={submit.error} />
    </section>
  );
}
