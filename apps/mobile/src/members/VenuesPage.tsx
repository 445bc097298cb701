import type { ManagerOffer, OwnVenue } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSubmit } from '../api/use-submit';
import { Empty } from '../shell/Empty';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { useMemberWords } from './words';

const read = () => call('GET /api/v1/me/venues');

/** `/m/venues`: where somebody is manager or inspector, what they are asked to be, and the way to become it. */
export function VenuesPage() {
  const { t } = useMemberWords();
  const [own, reload] = useLoad(read);
  const foot = (
    <Link className="button" href="/m/venues/join">
      {t('members:join.title')}
    </Link>
  );
  return (
    <Page title={t('members:title')} back="/m/" foot={foot}>
      {own.state === 'loading' && <Loading />}
      {own.state === 'failed' && <Failure error={own.error} onRetry={reload} />}
      {own.state === 'ready' && (
        <>
          {own.data.offers.map((offer) => (
            <Offer key={offer.id} offer={offer} onDone={reload} />
          ))}
          {own.data.venues.map((venue) => (
            <VenueCard key={venue.venue.id} own={venue} />
          ))}
          {own.data.venues.length + own.data.offers.length === 0 && (
            <Empty>
              <p>{t('members:none')}</p>
            </Empty>
          )}
        </>
      )}
    </Page>
  );
}

function VenueCard({ own: { venue, role } }: { readonly own: OwnVenue }) {
  const { t } = useMemberWords();
  return (
    <section className="card">
      <h2>{venue.name}</h2>
      <p className="soft">
        {t(`members:role.${role}`)} · {venue.address}
      </p>
      <Link className="button button-main" href={`/m/venues/${venue.id}/inspect`}>
        {t('members:inspect.title')}
      </Link>
      <Link className="button" href={`/m/venues/${venue.id}`}>
        {t(role === 'manager' ? 'members:manage' : 'members:open')}
      </Link>
    </section>
  );
}

function Offer({ offer: { id, venue, expiresAt }, onDone }: { readonly offer: ManagerOffer; readonly onDone: () => void }) {
  const { t } = useMemberWords();
  const { spoken } = useTimeWords();
  const submit = useSubmit();
  const answer = (accepts: boolean) => () =>
    submit.run(async () => {
      await call('POST /api/v1/me/manager-offers', { body: { offer: id, accepts } });
      onDone();
    });
  return (
    <section className="card member-offer">
      <h2>{t('members:offer.title', { venue: venue.name })}</h2>
      <p>{venue.address}</p>
      <p className="soft">{t('members:offer.what', { until: spoken(expiresAt) })}</p>
      <button type="button" className="button button-main" disabled={submit.isBusy} onClick={answer(true)}>
        {t('members:offer.accept')}
      </button>
      <button type="button" className="quiet" disabled={submit.isBusy} onClick={answer(false)}>
        {t('members:offer.decline')}
      </button>
      <ProblemNote problem={submit.error} />
    </section>
  );
}
