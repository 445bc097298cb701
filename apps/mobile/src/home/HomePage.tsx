import { useElderMode } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../session/session';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { CodeEntry } from './CodeEntry';
import { ElderSwitch } from './ElderSwitch';
import { OwnStatus } from './OwnStatus';
import { RecentVisits } from './RecentVisits';
import { ScanHint } from './ScanHint';
import { SignOut } from './SignOut';

/** `/m/`: how to scan and the code to type first, then what is known of oneself. In the elder view a short list of large tiles. */
export function HomePage() {
  const { t } = useTranslation();
  const { isElder } = useElderMode();
  return (
    <Page title={t('home.title')}>
      <ElderSwitch />
      <ScanHint />
      <CodeEntry />
      {isElder ? <ElderTiles /> : <Own />}
    </Page>
  );
}

function SignInInvitation() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <p>{t('home.signedOut')}</p>
      <Link className="button" href="/m/sign-in">
        {t('home.signIn')}
      </Link>
    </section>
  );
}

function Own() {
  const { t } = useTranslation();
  const { state, refresh } = useSession();
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'unknown') return <Failure error={state.error} onRetry={() => void refresh()} />;
  if (state.kind === 'signed_out') return <SignInInvitation />;
  return (
    <>
      <OwnStatus me={state.me} />
      {state.me.registered && (
        <>
          <RecentVisits />
          <nav className="links" aria-label={t('home.more')}>
            <Link href="/m/visits">{t('visits.title')}</Link>
            <Link href="/m/trips">{t('trips.title')}</Link>
            <Link href="/m/uses">{t('home.uses')}</Link>
            <Link href="/m/venues">{t('home.venues')}</Link>
            <Link href="/m/rights">{t('home.rights')}</Link>
            <Link className="links-wide" href="/m/applications">
              {t('home.apply')}
            </Link>
          </nav>
        </>
      )}
      <SignOut />
    </>
  );
}

function ElderTiles() {
  const { t } = useTranslation();
  const { state, refresh } = useSession();
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'unknown') return <Failure error={state.error} onRetry={() => void refresh()} />;
  if (state.kind === 'signed_out') {
    return (
      <Link className="tile" href="/m/sign-in">
        {t('home.signIn')}
      </Link>
    );
  }
  return (
    <>
      <OwnStatus me={state.me} />
      {state.me.registered && (
        <nav className="tiles" aria-label={t('home.more')}>
          <Link className="tile" href="/m/visits">
            {t('visits.title')}
          </Link>
          <Link className="tile" href="/m/trips">
            {t('trips.title')}
          </Link>
          <Link className="tile" href="/m/venues">
            {t('home.venues')}
          </Link>
          <Link className="tile" href="/m/rights">
            {t('home.rights')}
          </Link>
          <Link className="tile" href="/m/applications">
            {t('home.apply')}
          </Link>
        </nav>
      )}
      <SignOut />
    </>
  );
}
