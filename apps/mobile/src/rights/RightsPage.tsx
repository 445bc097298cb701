import type { Held } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { Link, Redirect } from 'wouter';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { useSession } from '../session/session';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { CopyCard } from './CopyCard';
import { OtherSessions } from './OtherSessions';
import { OwnRequests } from './OwnRequests';
import { SensitiveCard } from './SensitiveCard';
import { useRightsWords } from './words';

const readHeld = () => call('GET /api/v1/me/held');

/** `/m/rights`: what is held, and everything that may be done about it. */
export function RightsPage() {
  const { t } = useRightsWords();
  const { state, refresh } = useSession();
  if (state.kind === 'signed_out' || (state.kind === 'signed_in' && !state.me.registered)) return <Redirect to="/m/sign-in" replace />;
  return (
    <Page title={t('rights:title')} back="/m/">
      <p className="soft">{t('rights:intro')}</p>
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'unknown' && <Failure error={state.error} onRetry={() => void refresh()} />}
      {state.kind === 'signed_in' && (
        <>
          <HeldCards />
          <SensitiveCard consent={state.me.consent} />
          <CopyCard />
          <OtherSessions />
          <nav className="links" aria-label={t('rights:correct.title')}>
            <Link href="/m/rights/phone">{t('rights:correct.phone')}</Link>
            <Link href="/m/rights/name">{t('rights:correct.name')}</Link>
            <Link href="/m/rights/document">{t('rights:correct.document')}</Link>
            <Link href="/m/rights/deletion">{t('rights:deletion.title')}</Link>
            <Link href="/m/rights/notice">{t('rights:notice.title')}</Link>
          </nav>
          <OwnRequests />
        </>
      )}
    </Page>
  );
}

function HeldCards() {
  const [held, reload] = useLoad(readHeld);
  if (held.state === 'loading') return <Loading />;
  if (held.state === 'failed') return <Failure error={held.error} onRetry={reload} />;
  return (
    <>
      <HeldCard held={held.data} />
      <EvidenceCard evidence={held.data.evidence} />
    </>
  );
}

function HeldCard({ held }: { readonly held: Held }) {
  const { t } = useRightsWords();
  const { exact } = useTimeWords();
  return (
    <section className="card" aria-labelledby="held-title">
      <h2 id="held-title">{t('rights:held.title')}</h2>
      <dl className="facts">
        <dt>{t('rights:held.name')}</dt>
        <dd>{held.name}</dd>
        <dt>{t('rights:held.phone')}</dt>
        <dd className="digits">{held.phone}</dd>
        <dt>{t('rights:held.document')}</dt>
        <dd>
          {t(`words:documentType.${held.documentType}`)} <span className="digits">{held.document}</span>
        </dd>
        {held.guardian !== null && (
          <>
            <dt>{t('rights:held.guardian')}</dt>
            <dd>
              {held.guardian.name} · {t(`words:guardianRelation.${held.guardian.relation}`)}
            </dd>
          </>
        )}
        <dt>{t('rights:held.since')}</dt>
        <dd>{exact(held.registeredAt)}</dd>
      </dl>
      <nav className="links" aria-label={t('rights:held.lists')}>
        <Link href="/m/visits">{t('visits.title')}</Link>
        <Link href="/m/trips">{t('trips.title')}</Link>
        <Link href="/m/uses">{t('home.uses')}</Link>
      </nav>
    </section>
  );
}

function EvidenceCard({ evidence }: Pick<Held, 'evidence'>) {
  const { t } = useRightsWords();
  const { day } = useTimeWords();
  return (
    <section className="card" aria-labelledby="evidence-title">
      <h2 id="evidence-title">{t('rights:evidence.title')}</h2>
      {evidence.length === 0 && <p className="soft">{t('rights:evidence.none')}</p>}
      <ul className="rows">
        {evidence.map(({ id, kind, source, validUntil, withdrawn }) => (
          <li key={id}>
            <div className="rights-row">
              <p className="row-title">{t(`words:evidenceKind.${kind}`, { defaultValue: t('rights:evidence.otherKind') })}</p>
              <p className="soft">
                {withdrawn ? t('rights:evidence.withdrawn') : t('rights:evidence.until', { source, until: day(validUntil) })}
              </p>
              {!withdrawn && <Link href={`/m/rights/evidence/${id}`}>{t('rights:evidence.wrong')}</Link>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
