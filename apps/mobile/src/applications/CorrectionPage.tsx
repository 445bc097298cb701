import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { NotFoundPage } from '../shell/NotFoundPage';
import { Page } from '../shell/Page';
import { ApplicationForm } from './ApplicationForm';
import { valuesOfReturned } from './form-values';
import { useApplicationWords } from './words';

const load = () => call('GET /api/v1/me/venue-applications', { query: { limit: 100 } });

/** `/m/applications/:id`: a returned application, to be corrected and sent again. */
export function CorrectionPage({ id }: { readonly id: string }) {
  const { t } = useApplicationWords();
  const [, go] = useLocation();
  const [own, reload] = useLoad(load);
  if (own.state !== 'ready')
    return (
      <Page title={t('applications:title')} back="/m/applications">
        {own.state === 'loading' ? <Loading /> : <Failure error={own.error} onRetry={reload} />}
      </Page>
    );
  const application = own.data.items.find((each) => each.id === id && each.state === 'returned');
  if (application === undefined) return <NotFoundPage />;
  const { version } = application;
  const back = () => go('/m/applications');
  return (
    <ApplicationForm
      initial={valuesOfReturned(application)}
      firstStep={0}
      onBack={back}
      onSend={async (body) => {
        await call('POST /api/v1/venue-applications/:id/resubmission', { params: { id }, body: { ...body, version } });
        back();
      }}
    />
  );
}
