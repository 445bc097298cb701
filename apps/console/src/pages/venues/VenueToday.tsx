import { Card, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { HourBars } from '../../parts/HourBars';
import { ProblemResult } from '../../parts/Problem';
import { When } from '../../parts/When';

const KINDS = ['pass', 'attention', 'stop', 'unfinished'] as const;
const TOTAL = ['total'] as const;

/** Today's totals of one venue. Totals only: nobody at a venue ever sees who. */
export function VenueToday({ venueId }: { readonly venueId: string }) {
  const { t } = useTranslation();
  const read = useRead('venues', 'GET /api/v1/venues/:id/totals', { params: { id: venueId } }, { every: 30_000 });
  if (read.isPending) return <Skeleton active />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  const { today, hours, lastScanAt } = read.data;
  const bars = hours.map(({ hour, count }) => ({
    key: String(hour),
    label: `${hour}:00`,
    title: t('chart.from_to', { from: hour, to: hour + 1 }),
    counts: { total: count },
  }));
  return (
    <Card
      title={t('venue.today')}
      extra={
        <span className="quiet">
          {t('venue.last_scan')} <When at={lastScanAt} />
        </span>
      }
    >
      <div className="figures">
        {KINDS.map((kind) => (
          <div className="figure" key={kind}>
            <span className="quiet">
              <span className={`bar-key bar-${kind}`} aria-hidden />{' '}
              {kind === 'unfinished' ? t('words:unfinished') : t(`words:verdict.${kind}`)}
            </span>
            <span className="figure-value">{today[kind].toLocaleString()}</span>
          </div>
        ))}
      </div>
      <HourBars caption={t('venue.today_caption')} kinds={TOTAL} bars={bars} />
      <p className="quiet">{t('venue.totals_only')}</p>
    </Card>
  );
}
