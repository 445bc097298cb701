import type { OwnTotals, Total } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { useCallback } from 'react';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { HourChart } from './HourChart';
import { useTotalWords } from './total-words';
import { useMemberWords } from './words';

/** `/m/venues/:id/totals`: what a venue may know of its visitors. */
export function TotalsPage({ id }: { readonly id: string }) {
  const { t } = useMemberWords();
  const [totals, reload] = useLoad(useCallback(() => call('GET /api/v1/own-venues/:id/totals', { params: { id } }), [id]));
  return (
    <Page title={t('members:totals.title')} back={`/m/venues/${id}`}>
      {totals.state === 'loading' && <Loading />}
      {totals.state === 'failed' && <Failure error={totals.error} onRetry={reload} />}
      {totals.state === 'ready' && (
        <>
          <Figures totals={totals.data} />
          <Parts
            title={t('members:totals.points')}
            rows={totals.data.points.map((one) => [one.name ?? t('members:totals.main'), one.total])}
          />
          <Parts title={t('members:totals.ways')} rows={totals.data.ways.map((one) => [t(`members:totals.way.${one.way}`), one.total])} />
          <Inspectors totals={totals.data} />
          <p className="soft">{t('members:totals.only')}</p>
          <button type="button" className="button" onClick={reload}>
            {t('members:totals.again')}
          </button>
        </>
      )}
    </Page>
  );
}

function Figures({ totals: { asOf, today, week, lastWeek, hours } }: { readonly totals: OwnTotals }) {
  const { t } = useMemberWords();
  const { exact } = useTimeWords();
  const words = useTotalWords();
  const figures: readonly (readonly [string, Total])[] = [
    [t('members:totals.today'), today.total],
    [t('members:totals.lastWeek'), lastWeek],
    [t('members:totals.week'), week],
    [t('members:totals.temperatures'), today.temperatures],
    [t('members:totals.abnormal'), today.abnormal],
  ];
  return (
    <section className="card">
      <p className="soft">{t('members:totals.asOf', { time: exact(asOf) })}</p>
      <dl className="totals">
        {figures.map(([label, total]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words(total)}</dd>
          </div>
        ))}
      </dl>
      <HourChart hours={hours} />
    </section>
  );
}

function Parts({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, Total])[] }) {
  const words = useTotalWords();
  return (
    <section className="card">
      <h2>{title}</h2>
      <dl className="facts totals-parts">
        {rows.map(([name, total]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="digits">{words(total)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Inspectors({ totals: { inspectors } }: { readonly totals: OwnTotals }) {
  const { t } = useMemberWords();
  const words = useTotalWords();
  return (
    <section className="card">
      <h2>{t('members:totals.inspectors')}</h2>
      {inspectors.length === 0 && <p className="soft">{t('members:totals.noInspectors')}</p>}
      <dl className="facts totals-parts">
        {inspectors.map(({ id, name, total, temperatures }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd className="digits">{t('members:totals.byInspector', { total: words(total), temperatures: words(temperatures) })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
