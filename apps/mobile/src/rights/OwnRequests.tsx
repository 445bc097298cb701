import type { OwnRequest } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { type Listed, usePages } from '../api/use-pages';
import { useSubmit } from '../api/use-submit';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { More } from '../shell/More';
import { KeptList } from './DeletionPage';
import { useRightsWords } from './words';

const readFirst = () => call('GET /api/v1/me/requests');
const readOn = (cursor: string) => call('GET /api/v1/me/requests', { query: { cursor } });

/** What was asked for, how far it is, and the answer. */
export function OwnRequests() {
  const { t } = useRightsWords();
  const [first, reload] = useLoad(readFirst);
  return (
    <section className="card" aria-labelledby="requests-title">
      <h2 id="requests-title">{t('rights:requests.title')}</h2>
      {first.state === 'loading' && <Loading />}
      {first.state === 'failed' && <Failure error={first.error} onRetry={reload} />}
      {first.state === 'ready' && <Requests first={first.data} onChange={reload} />}
    </section>
  );
}

function Requests({ first, onChange }: { readonly first: Listed<OwnRequest>; readonly onChange: () => void }) {
  const { t } = useRightsWords();
  const pages = usePages(first, readOn);
  if (pages.items.length === 0) return <p className="soft">{t('rights:requests.none')}</p>;
  return (
    <>
      <ul className="rows">
        {pages.items.map((request) => (
          <Request key={request.id} request={request} onChange={onChange} />
        ))}
      </ul>
      <More pages={pages} label={t('rights:requests.more')} />
    </>
  );
}

function useWhen({ state, madeAt, dueAt, decidedAt }: OwnRequest): string {
  const { t } = useRightsWords();
  const { spoken, day } = useTimeWords();
  if (state === 'open') return t('rights:requests.due', { time: spoken(madeAt), due: day(dueAt) });
  if (state === 'waiting') return t('rights:requests.waits', { time: spoken(madeAt) });
  return t(state === 'withdrawn' ? 'rights:requests.withdrawn' : 'rights:requests.decided', { time: spoken(decidedAt ?? madeAt) });
}

function Request({ request, onChange }: { readonly request: OwnRequest; readonly onChange: () => void }) {
  const { t } = useRightsWords();
  const submit = useSubmit();
  const { id, number, kind, state, answer, kept } = request;
  const withdraw = () =>
    submit.run(async () => {
      await call('POST /api/v1/rights-requests/:id/withdrawal', { params: { id } });
      onChange();
    });
  return (
    <li>
      <div className="rights-row">
        <p className="row-title">
          {t(`words:rightsRequestKind.${kind}`)} · {t(`words:rightsRequestState.${state}`)}
        </p>
        <p className="soft">
          <span className="digits">{number}</span> · {useWhen(request)}
        </p>
        {kept.length > 0 && <KeptList kept={kept} />}
        {answer !== null && <p className="rights-answer">{answer}</p>}
        {(state === 'open' || state === 'waiting') && (
          <button type="button" className="quiet" disabled={submit.isBusy} onClick={withdraw}>
            {t('rights:requests.withdraw')}
          </button>
        )}
        <ProblemNote problem={submit.error} />
      </div>
    </li>
  );
}
