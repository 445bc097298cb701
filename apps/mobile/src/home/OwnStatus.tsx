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
      {me.health !== null && <StatusDetail health={me.health} />}
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
