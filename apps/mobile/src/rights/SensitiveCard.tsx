import type { ConsentState } from '@tongxing/contract';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { useSession } from '../session/session';
import { ProblemNote } from '../shell/Failure';
import { newId } from './new-id';
import { useRightsWords } from './words';

/** The consent to health and itinerary on this phone: withdrawn by one tap, as it was given. */
export function SensitiveCard({ consent: { sensitive, current } }: { readonly consent: ConsentState }) {
  const { t } = useRightsWords();
  const { refresh } = useSession();
  const submit = useSubmit();
  const change = () =>
    submit.run(async () => {
      await call('POST /api/v1/me/consents', { body: { id: newId(), kind: 'sensitive', version: current, given: !sensitive } });
      await refresh();
    });
  return (
    <section className="card" aria-labelledby="sensitive-title">
      <h2 id="sensitive-title">{t('rights:sensitive.title')}</h2>
      <p role="status">{t(sensitive ? 'rights:sensitive.on' : 'rights:sensitive.off')}</p>
      {sensitive && <p className="soft">{t('rights:sensitive.after')}</p>}
      <button type="button" className="button" disabled={submit.isBusy} onClick={change}>
        {t(sensitive ? 'rights:sensitive.withdraw' : 'rights:sensitive.give')}
      </button>
      <ProblemNote problem={submit.error} />
    </section>
  );
}
