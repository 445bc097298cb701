import type { Me } from '@tongxing/contract';
import type { Colour, Verdict } from '@tongxing/rules';
import { useTimeWords, VerdictMark } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

/** A colour has the shape of the answer it leads to, so that it is never told by colour alone. */
const SHAPE: Readonly<Record<Colour, Verdict>> = { green: 'pass', yellow: 'attention', red: 'stop' };

/** One's own health status: word and shape, why, from whom and until when. */
export function OwnStatus({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  if (!me.registered) {
    return (
      <section className="card">
        <p>{t('status.notRegistered')}</p>
        <Link className="button" href="/m/sign-in">
          {t('status.register')}
        </Link>
      </section>
    );
  }
  const { current, notice, sensitive } = me.consent;
  if (notice !== current)
    return (
      <section className="card" aria-labelledby="notice-title">
        <h2 id="notice-title">{t('home.newNotice')}</h2>
        <p>{t('home.newNoticeWhy')}</p>
        <Link className="button" href="/m/rights/consent">
          {t('home.readNotice')}
        </Link>
      </section>
    );
  return (
    <section className="card status" aria-labelledby="status-title">
      <h2 id="status-title">{t('status.title')}</h2>
      <div className="status-head">
        <VerdictMark verdict={me.health === null ? 'unknown' : SHAPE[me.health.colour]} />
        <div>
          <p className="status-word">{me.health === null ? t('words:reason.HEALTH_UNKNOWN') : t(`words:colour.${me.health.colour}`)}</p>
          <p className="soft">
            {me.name} · {me.phone}
          </p>
        </div>
      </div>
      {me.toConfirm && <p className="note note-notice">{t('status.toConfirm')}</p>}
      {!sensitive && <p className="soft">{t('status.notAgreed')}</p>}
      {me.health !== null && <StatusDetail health={me.health} />}
      {me.health !== null && me.health.withdrawn !== null && <Withdrawn evidence={me.health.withdrawn} />}
      {me.throughRiskArea && <p className="note note-notice">{t('status.throughRiskArea')}</p>}
    </section>
  );
}

function StatusDetail({ health }: { readonly health: NonNullable<Me['health']> }) {
  const { t } = useTranslation();
  const { spoken, exact } = useTimeWords();
  if (health.reason === null) return <p className="soft">{t('status.greenWhy')}</p>;
  return (
    <>
      <dl className="facts">
        <dt>{t('status.reason')}</dt>
        <dd>{t(`words:evidenceKind.${health.reason}`, { defaultValue: t('status.otherReason') })}</dd>
        {health.source !== null && (
          <>
            <dt>{t('status.source')}</dt>
            <dd>{health.source}</dd>
          </>
        )}
        {health.until !== null && (
          <>
            <dt>{t('status.until')}</dt>
            <dd title={exact(health.until)}>{spoken(health.until)}</dd>
          </>
        )}
      </dl>
      <p className="soft">{t('status.appeal')}</p>
    </>
  );
}

/** Whoever was yellow or red by mistake is told that it was one. */
function Withdrawn({ evidence }: { readonly evidence: NonNullable<NonNullable<Me['health']>['withdrawn']> }) {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  const { reason, source, at } = evidence;
  return <p className="note note-notice">{t('status.withdrawn', { kind: t(`words:evidenceKind.${reason}`), source, time: spoken(at) })}</p>;
}
