import type { PublicVenue } from '@tongxing/contract';
import { useProblem, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { useCountdown } from '../shell/use-countdown';
import { VenueSign } from './Question';
import type { ScanStep } from './scan-step';

type Step = Extract<ScanStep, { at: 'sending' | 'waiting' | 'failed' }>;

/** Between the tap and the answer: what is sent, what waits and since when. */
export function ScanProgress(props: {
  readonly venue: PublicVenue;
  readonly step: Step;
  readonly onSend: () => void;
  readonly onBack: () => void;
}) {
  const { venue, step, onSend, onBack } = props;
  const { t } = useTranslation();
  const title = t(step.at === 'waiting' ? `scan.${step.why}.title` : `scan.${step.at}`);
  // Nothing to press while the server is busy: a thousand thumbs would be the next wave.
  const mayHurry = step.at === 'failed' || (step.at === 'waiting' && step.why === 'network');
  const foot = step.at !== 'sending' && (
    <>
      {mayHurry && (
        <button type="button" className="button button-main" onClick={onSend}>
          {t(step.at === 'failed' ? 'scan.again' : 'scan.now')}
        </button>
      )}
      <button type="button" className="quiet" onClick={onBack}>
        {t('scan.leave')}
      </button>
    </>
  );
  return (
    <Page title={title} foot={foot}>
      {step.at === 'sending' && <Loading label={t('scan.sending')} />}
      {step.at === 'waiting' && <Waiting step={step} />}
      {step.at === 'failed' && <FailedWords error={step.error} />}
      <VenueSign venue={venue} />
    </Page>
  );
}

function Waiting({ step }: { readonly step: Extract<ScanStep, { at: 'waiting' }> }) {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  const left = useCountdown(step.until);
  return (
    <div className="waiting">
      <p className="waiting-count digits" aria-hidden="true">
        {left}
      </p>
      <div>
        <p className="lead">{t(`scan.${step.why}.what`)}</p>
        <p className="soft">{t('scan.kept', { time: spoken(new Date(step.since).toISOString()) })}</p>
        <p className="tx-visually-hidden" role="status">
          {t('scan.repeats')}
        </p>
      </div>
    </div>
  );
}

function FailedWords({ error }: { readonly error: unknown }) {
  const problem = useProblem()(error);
  return (
    <p className="note note-fault" role="alert">
      {problem.message}
    </p>
  );
}
