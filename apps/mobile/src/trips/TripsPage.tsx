import type { Trip } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Empty } from '../shell/Empty';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { TripForm } from './TripForm';

const loadTrips = () => call('GET /api/v1/me/trips', { query: { limit: 50 } });

/** `/m/trips`: declared stays elsewhere, and declaring another. */
export default function TripsPage() {
  const { t } = useTranslation();
  const [declares, setDeclares] = useState(false);
  const [trips, reload] = useLoad(loadTrips);
  const done = () => {
    setDeclares(false);
    reload();
  };
  if (declares) return <TripForm onBack={() => setDeclares(false)} onDone={done} />;
  const foot = (
    <button type="button" className="button button-main" onClick={() => setDeclares(true)}>
      {t('trips.declare')}
    </button>
  );
  return (
    <Page title={t('trips.title')} back="/m/" foot={foot}>
      <p className="soft">{t('trips.purpose')}</p>
      {trips.state === 'loading' && <Loading />}
      {trips.state === 'failed' && <Failure error={trips.error} onRetry={reload} />}
      {trips.state === 'ready' && <TripList trips={trips.data.items} />}
    </Page>
  );
}

function TripList({ trips }: { readonly trips: readonly Trip[] }) {
  const { t } = useTranslation();
  const { day, spoken, exact } = useTimeWords();
  if (trips.length === 0) {
    return (
      <Empty>
        <p>{t('trips.none')}</p>
      </Empty>
    );
  }
  return (
    <ul className="rows">
      {trips.map((trip) => (
        <li key={trip.id}>
          <div className="row-main">
            <p className="row-title">{trip.division.path}</p>
            <p className="soft">
              <time dateTime={trip.arrivedAt} title={exact(trip.arrivedAt)}>
                {day(trip.arrivedAt)}
              </time>
              {' – '}
              <time dateTime={trip.leftAt} title={exact(trip.leftAt)}>
                {day(trip.leftAt)}
              </time>
              {' · '}
              {t('trips.declaredAt', { time: spoken(trip.declaredAt) })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
