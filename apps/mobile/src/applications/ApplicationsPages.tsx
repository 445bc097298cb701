import { Link, Route, Switch } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSession } from '../session/session';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { CorrectionPage } from './CorrectionPage';
import { NewPage } from './NewPage';
import { OwnApplications } from './OwnApplications';
import { useApplicationWords } from './words';
import './applications.css';

/** `/m/applications/…`: getting a code for a venue, loaded when it is first asked for. */
export default function ApplicationsPages() {
  const { t } = useApplicationWords();
  const { state, refresh } = useSession();
  if (state.kind === 'signed_in' && state.me.registered)
    return (
      <Switch>
        <Route path="/m/applications/new">
          <NewPage />
        </Route>
        <Route path="/m/applications/:id">{({ id }) => <CorrectionPage key={id} id={id} />}</Route>
        <Route>
          <StartPage />
        </Route>
      </Switch>
    );
  return (
    <Page title={t('applications:title')} back="/m/">
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'unknown' && <Failure error={state.error} onRetry={() => void refresh()} />}
      {(state.kind === 'signed_out' || state.kind === 'signed_in') && (
        <>
          <p>{t('applications:signIn')}</p>
          <Link className="button button-main" href="/m/sign-in">
            {t('home.signIn')}
          </Link>
        </>
      )}
    </Page>
  );
}

const loadDraft = () => call('GET /api/v1/me/venue-application-draft');

function StartPage() {
  const { t } = useApplicationWords();
  const [kept] = useLoad(loadDraft);
  const draft = kept.state === 'ready' ? kept.data.draft : null;
  const foot = (
    <Link className="button button-main" href="/m/applications/new">
      {draft === null ? t('applications:start') : t('applications:goOn', { name: draft.name || t('applications:unnamed') })}
    </Link>
  );
  return (
    <Page title={t('applications:title')} back="/m/" foot={foot}>
      <p className="soft">{t('applications:intro')}</p>
      <OwnApplications />
    </Page>
  );
}
