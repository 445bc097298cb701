import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { VisitList } from '../visits/VisitList';

const SHOWN = 3;
const loadRecent = () => call('GET /api/v1/me/visits', { query: { limit: SHOWN } });

/** The last few visits, on the home page. */
export function RecentVisits() {
  const { t } = useTranslation();
  const [visits, reload] = useLoad(loadRecent);
  return (
    <section className="card" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('visits.recent')}</h2>
      {visits.state === 'loading' && <Loading />}
      {visits.state === 'failed' && <Failure error={visits.error} onRetry={reload} />}
      {visits.state === 'ready' &&
        (visits.data.items.length === 0 ? <p className="soft">{t('visits.none')}</p> : <VisitList visits={visits.data.items} />)}
    </section>
  );
}
