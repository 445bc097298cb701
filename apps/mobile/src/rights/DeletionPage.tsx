import type { KeptReason } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSubmit } from '../api/use-submit';
import { forgetPendingScans } from '../passage/pending-scan';
import { useSession } from '../session/session';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { newId } from './new-id';
import { useRightsWords } from './words';

const readKept = () => call('GET /api/v1/me/deletion');

/** What still has to be kept, and until when. */
export function KeptList({ kept }: { readonly kept: readonly KeptReason[] }) {
  const { t } = useRightsWords();
  const { day } = useTimeWords();
  return (
    <ul>
      {kept.map(({ what, until }) => (
        <li key={what}>
          {t(`words:keptReason.${what}`)}:{' '}
          {until === null ? t('rights:deletion.untilClosed') : t('rights:deletion.until', { until: day(until) })}
        </li>
      ))}
    </ul>
  );
}

/** `/m/rights/deletion`: what is erased, what has to be kept first and until when, and asking for it. */
export function DeletionPage() {
  const { t } = useRightsWords();
  const [, go] = useLocation();
  const { forget } = useSession();
  const [id] = useState(newId);
  const [isSure, setSure] = useState(false);
  const [isDone, setDone] = useState(false);
  const [deletion, reload] = useLoad(readKept);
  const submit = useSubmit();
  const ask = () =>
    submit.run(async () => {
      const request = await call('POST /api/v1/me/requests', { body: { id, kind: 'deletion' } });
      if (request.state !== 'granted') return go('/m/rights');
      forgetPendingScans();
      setDone(true);
      forget();
    });
  if (isDone)
    return (
      <Page title={t('rights:deletion.title')} back="/m/">
        <p className="note note-notice" role="status">
          {t('rights:deletion.done')}
        </p>
      </Page>
    );
  const foot = (
    <button type="button" className="button button-main" disabled={!isSure || submit.isBusy || deletion.state !== 'ready'} onClick={ask}>
      {t(submit.isBusy ? 'rights:ask.sending' : 'rights:deletion.send')}
    </button>
  );
  return (
    <Page title={t('rights:deletion.title')} back="/m/rights" foot={foot}>
      <p>{t('rights:deletion.what')}</p>
      {deletion.state === 'loading' && <Loading />}
      {deletion.state === 'failed' && <Failure error={deletion.error} onRetry={reload} />}
      {deletion.state === 'ready' &&
        (deletion.data.kept.length === 0 ? (
          <p>{t('rights:deletion.now')}</p>
        ) : (
          <section className="card">
            <p>{t('rights:deletion.later')}</p>
            <KeptList kept={deletion.data.kept} />
            <p className="soft">{t('rights:deletion.moves')}</p>
          </section>
        ))}
      <label className="tick">
        <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
        <span>{t('rights:deletion.sure')}</span>
      </label>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}
