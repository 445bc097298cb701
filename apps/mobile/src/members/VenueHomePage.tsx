import { Link, useLocation } from 'wouter';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { AskTwice } from './AskTwice';
import { type OwnVenueDetail, useOwnVenue } from './use-own-venue';
import { useMemberWords } from './words';

/** `/m/venues/:id`: the duties of one venue, by role. */
export function VenueHomePage({ id }: { readonly id: string }) {
  const { t } = useMemberWords();
  const [own, reload] = useOwnVenue(id);
  return (
    <Page title={own.state === 'ready' ? own.data.venue.name : t('members:title')} back="/m/venues">
      {own.state === 'loading' && <Loading />}
      {own.state === 'failed' && <Failure error={own.error} onRetry={reload} />}
      {own.state === 'ready' && <Duties own={own.data} />}
    </Page>
  );
}

function Duties({ own }: { readonly own: OwnVenueDetail }) {
  const { t } = useMemberWords();
  const to = `/m/venues/${own.venue.id}`;
  return (
    <>
      <p className="soft">
        {t(`members:role.${own.role}`)} · {own.venue.address}
      </p>
      {!own.isOpen && <p className="note note-notice">{t('members:closed')}</p>}
      <Link className="button button-main" href={`${to}/inspect`}>
        {t('members:inspect.title')}
      </Link>
      {own.role === 'manager' ? (
        <nav className="links" aria-label={t('members:duties')}>
          <Link href={`${to}/totals`}>{t('members:totals.title')}</Link>
          <Link href={`${to}/people`}>{t('members:people.title')}</Link>
          <Link href={`${to}/points`}>{t('members:points.title')}</Link>
        </nav>
      ) : (
        <Leave own={own} />
      )}
    </>
  );
}

/** An inspector leaves by oneself. */
function Leave({ own: { venue, member } }: { readonly own: OwnVenueDetail }) {
  const { t } = useMemberWords();
  const [, go] = useLocation();
  const submit = useSubmit();
  const leave = () =>
    submit.run(async () => {
      await call('POST /api/v1/own-venues/:id/unbindings', { params: { id: venue.id }, body: { member } });
      go('/m/venues', { replace: true });
    });
  return (
    <>
      <AskTwice label={t('members:leave.do')} question={t('members:leave.ask')} isBusy={submit.isBusy} onYes={leave} />
      <ProblemNote problem={submit.error} />
    </>
  );
}
