import type { PublicVenue } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { lazy, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { SignIn } from '../session/SignIn';
import { type Session, useSession } from '../session/session';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { ClosedVenue } from './ClosedVenue';
import { Question } from './Question';
import { ScanProgress } from './ScanProgress';
import type { ScanStep } from './scan-step';
import { sounds } from './sounds';
import { UnknownCode } from './UnknownCode';
import { useScan } from './use-scan';
import { VerdictPage } from './VerdictPage';

// Once in the life of a telephone.
const Registration = lazy(() => import('../session/Registration'));

/** What stands between this person and a scan, as far as the page knows. The server has the last word. */
function stepBeforeScan({ state }: Session): ScanStep | undefined {
  if (state.kind === 'signed_out') return { at: 'sign_in' };
  if (state.kind === 'signed_in' && !state.me.registered) return { at: 'registration' };
  return undefined;
}

/** A venue that was found: the question, and whatever the answer to it needs. */
function Passage({ venue }: { readonly venue: PublicVenue }) {
  const { t } = useTranslation();
  const session = useSession();
  const { step, send, moveTo } = useScan(venue.code);

  const pass = () => {
    sounds.unlock();
    const before = stepBeforeScan(session);
    if (before === undefined) send();
    else moveTo(before);
  };
  const toQuestion = () => moveTo({ at: 'ready' });

  switch (step.at) {
    case 'answered':
      return <VerdictPage answer={step.answer} />;
    case 'sign_in':
      return (
        <SignIn
          purpose={t('signIn.toPass', { venue: venue.name })}
          onBack={toQuestion}
          onDone={(isRegistered) => (isRegistered ? send() : moveTo({ at: 'registration' }))}
        />
      );
    case 'registration':
      return <Registration onBack={toQuestion} onDone={send} />;
    case 'sending':
    case 'waiting':
    case 'failed':
      return <ScanProgress venue={venue} step={step} onSend={send} onBack={toQuestion} />;
    case 'ready':
      return <Question venue={venue} onPass={pass} />;
  }
}

/** `/v/:code`: the page behind every poster. First the task, then, if need be, the sign-in. */
export function VenuePage({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const load = useCallback(() => call('GET /api/v1/venue-codes/:code', { params: { code } }), [code]);
  const [venue, reload] = useLoad(load);
  if (venue.state === 'ready') {
    return venue.data.state === 'active' ? <Passage venue={venue.data} key={code} /> : <ClosedVenue venue={venue.data} />;
  }
  if (venue.state === 'failed' && isUnknownCode(venue.error)) return <UnknownCode code={code} />;
  return (
    <Page title={t('venue.opening')}>
      {venue.state === 'loading' ? (
        <Loading />
      ) : (
        <Failure error={venue.error} onRetry={reload}>
          <Link className="quiet" href="/m/">
            {t('toHome')}
          </Link>
        </Failure>
      )}
    </Page>
  );
}

/** A code of the wrong length is refused by form, one that was never issued by look-up; to the visitor it is the same. */
function isUnknownCode(error: unknown): boolean {
  return (
    error instanceof ApiError && (error.code === 'VENUE_CODE_UNKNOWN' || error.code === 'INVALID_REQUEST' || error.code === 'NOT_FOUND')
  );
}
