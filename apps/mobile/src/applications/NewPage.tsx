import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { newId } from '../rights/new-id';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { Agreement } from './Agreement';
import { ApplicationForm } from './ApplicationForm';
import { draftOf, EMPTY, STEPS, valuesOfDraft } from './form-values';
import { useApplicationWords } from './words';

async function loadStart() {
  const [policy, { draft }] = await Promise.all([
    call('GET /api/v1/venue-application-policy'),
    call('GET /api/v1/me/venue-application-draft'),
  ]);
  return { policy, draft };
}

/** `/m/applications/new`: what applies here, then the questions, from where they were left. */
export function NewPage() {
  const { t } = useApplicationWords();
  const [, go] = useLocation();
  const [start, reload] = useLoad(loadStart);
  const [id] = useState(newId);
  const [isAgreed, setAgreed] = useState(false);
  const back = () => go('/m/applications');
  if (start.state !== 'ready')
    return (
      <Page title={t('applications:title')} back="/m/applications">
        {start.state === 'loading' ? <Loading /> : <Failure error={start.error} onRetry={reload} />}
      </Page>
    );
  const { policy, draft } = start.data;
  if (!isAgreed && draft === null) return <Agreement policy={policy} onBack={back} onAgree={() => setAgreed(true)} />;
  return (
    <ApplicationForm
      initial={draft === null ? EMPTY : valuesOfDraft(draft)}
      firstStep={Math.min(draft?.step ?? 0, STEPS.length - 1)}
      onBack={back}
      onKeep={(values, step) => call('POST /api/v1/me/venue-application-draft', { body: draftOf(values, step) })}
      onSend={async (body) => {
        await call('POST /api/v1/me/venue-applications', { body: { id, ...body } });
        back();
      }}
    />
  );
}
