import { formatVenueCode } from '@tongxing/codes';
import type { OwnVenueApplication } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { type Listed, usePages } from '../api/use-pages';
import { useSubmit } from '../api/use-submit';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { More } from '../shell/More';
import { useApplicationWords } from './words';

const readFirst = () => call('GET /api/v1/me/venue-applications');
const readOn = (cursor: string) => call('GET /api/v1/me/venue-applications', { query: { cursor } });

/** What was applied for, how far it is, and what to do next. */
export function OwnApplications() {
  const [first, reload] = useLoad(readFirst);
  if (first.state === 'loading') return <Loading />;
  if (first.state === 'failed') return <Failure error={first.error} onRetry={reload} />;
  return <Applications first={first.data} onChange={reload} />;
}

function Applications({ first, onChange }: { readonly first: Listed<OwnVenueApplication>; readonly onChange: () => void }) {
  const { t } = useApplicationWords();
  const pages = usePages(first, readOn);
  if (pages.items.length === 0) return <p className="soft">{t('applications:none')}</p>;
  return (
    <>
      <ul className="rows">
        {pages.items.map((application) => (
          <Application key={application.id} application={application} onChange={onChange} />
        ))}
      </ul>
      <More pages={pages} label={t('applications:more')} />
    </>
  );
}

function useWhen({ state, submittedAt, dueAt, decidedAt }: OwnVenueApplication): string {
  const { t } = useApplicationWords();
  const { spoken } = useTimeWords();
  if (state !== 'submitted' && decidedAt !== null) return t('applications:decided', { time: spoken(decidedAt) });
  if (dueAt === null) return t('applications:submittedOnly', { time: spoken(submittedAt) });
  return t('applications:submitted', { time: spoken(submittedAt), due: spoken(dueAt) });
}

function Application({ application, onChange }: { readonly application: OwnVenueApplication; readonly onChange: () => void }) {
  const { t } = useApplicationWords();
  const submit = useSubmit();
  const { id, number, name, state, note, venueCode } = application;
  const withdraw = () =>
    submit.run(async () => {
      await call('POST /api/v1/venue-applications/:id/withdrawal', { params: { id } });
      onChange();
    });
  const isOpen = state === 'submitted' || state === 'returned';
  return (
    <li>
      <div className="application">
        <p className="row-title">{name}</p>
        <p>
          <span className={`application-state application-${state}`}>{t(`words:applicationState.${state}`)}</span>{' '}
          <span className="digits soft">{number}</span>
        </p>
        <p className="soft">{useWhen(application)}</p>
        {note !== null && (
          <p className="application-note">
            <strong>{t('applications:note')}</strong> {note}
          </p>
        )}
        {venueCode !== null && (
          <>
            <p>
              {t('applications:code')} <span className="digits">{formatVenueCode(venueCode)}</span>
            </p>
            <a className="button" href={`/v/${venueCode}`}>
              {t('applications:open')}
            </a>
            <p className="soft">{t('applications:poster')}</p>
          </>
        )}
        {state === 'returned' && (
          <Link className="button button-main" href={`/m/applications/${id}`}>
            {t('applications:correct')}
          </Link>
        )}
        {isOpen && (
          <button type="button" className="quiet" disabled={submit.isBusy} onClick={withdraw}>
            {t('applications:withdraw')}
          </button>
        )}
        <ProblemNote problem={submit.error} />
      </div>
    </li>
  );
}
