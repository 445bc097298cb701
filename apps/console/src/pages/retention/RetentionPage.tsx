import type { RetentionClass } from '@tongxing/contract';
import { Card, Descriptions, Skeleton, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult, PutOffLine } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { When } from '../../parts/When';
import { sizeOf } from './sizes';

const YEAR = 365;

/** Whole years as years. */
function useKept(): (days: number | null) => string {
  const { t } = useTranslation();
  return (days) => {
    if (days === null) return t('retention.for_ever');
    if (days === 0) return t('retention.at_once');
    return days % YEAR === 0 ? t('retention.years', { count: days / YEAR }) : t('retention.days', { count: days });
  };
}

function Kept({ row }: { readonly row: RetentionClass }) {
  const { t } = useTranslation();
  const kept = useKept();
  return (
    <span className="stacked">
      <strong>{kept(row.days)}</strong>
      <span className="quiet">{t(`retention.from.${row.name}`)}</span>
    </span>
  );
}

function Amount({ row }: { readonly row: RetentionClass }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="stacked digits">
      <span>{t('retention.rows', { count: row.rows, shown: row.rows.toLocaleString(i18n.language) })}</span>
      <span className="quiet">{sizeOf(row.bytes)}</span>
    </span>
  );
}

/** From the oldest to the newest; the newest is nearly always today's and says little, so it stands below. */
function Span({ row }: { readonly row: RetentionClass }) {
  const { t } = useTranslation();
  if (row.oldest === null) return <span className="quiet">{t('retention.none_yet')}</span>;
  return (
    <span className="stacked">
      <When at={row.oldest} />
      <span className="quiet">
        {t('retention.newest')} <When at={row.newest} />
      </span>
    </span>
  );
}

function LastRun({ row }: { readonly row: RetentionClass }) {
  const { t } = useTranslation();
  const { lastRun } = row;
  if (row.removal === 'none' || row.removal === 'request') return <span className="quiet">—</span>;
  if (lastRun === null) return <span className="quiet">{t(row.name === 'sessions' ? 'retention.hourly' : 'retention.no_run')}</span>;
  return (
    <span className="stacked">
      <span>
        <When at={lastRun.ranAt} />
      </span>
      <span className="quiet">
        {lastRun.removedInAll === 0
          ? t('retention.nothing_over')
          : t(row.name === 'visits' ? 'retention.removed_days' : 'retention.removed_rows', {
              count: lastRun.removed,
              all: lastRun.removedInAll,
            })}
      </span>
    </span>
  );
}

function useColumns() {
  const { t } = useTranslation();
  const cell = (key: string, title: string, render: (row: RetentionClass) => React.ReactNode) => ({
    key,
    title,
    render: (_: unknown, row: RetentionClass) => render(row),
  });
  return [
    cell('name', t('retention.class'), (row) => (
      <span className="stacked retention-class">
        <strong>{t(`retention.name.${row.name}`)}</strong>
        <span className="quiet">{t(`retention.why.${row.name}`)}</span>
      </span>
    )),
    cell('days', t('retention.kept'), (row) => <Kept row={row} />),
    cell('removal', t('retention.how'), (row) => <Tag>{t(`retention.removal.${row.removal}`)}</Tag>),
    cell('amount', t('retention.amount'), (row) => <Amount row={row} />),
    cell('span', t('retention.oldest'), (row) => <Span row={row} />),
    cell('run', t('retention.last_run'), (row) => <LastRun row={row} />),
  ];
}

/** What is kept, why, until when, how much there is, and what was removed last. */
export default function RetentionPage() {
  const { t } = useTranslation();
  const read = useRead('retention', 'GET /api/v1/retention');
  const columns = useColumns();
  const found = read.data;
  if (found === undefined)
    return (
      <PageFrame title={t('menu.retention')} intro={t('retention.intro')}>
        <Card>
          {read.error === null ? (
            <Skeleton active paragraph={{ rows: 8 }} />
          ) : (
            <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
          )}
        </Card>
      </PageFrame>
    );
  const facts = [
    { key: 'visits', label: t('retention.visit_days'), children: t('retention.days', { count: found.visitDays }) },
    { key: 'basis', label: t('retention.legal_basis'), children: found.legalBasis ?? t('retention.no_basis') },
    { key: 'keys', label: t('retention.day_keys'), children: t('retention.day_keys_of', { count: found.dayKeys }) },
  ];
  return (
    <PageFrame title={t('menu.retention')} intro={t('retention.intro')}>
      <PutOffLine error={read.error} />
      <Card className="proof-card" size="small">
        <Descriptions column={{ xs: 1, md: 3 }} layout="vertical" colon={false} size="small" items={facts} />
      </Card>
      <Card className="list-card">
        <ScrollRegion label={t('menu.retention')}>
          <Table<RetentionClass> size="middle" rowKey="name" dataSource={[...found.classes]} columns={columns} pagination={false} />
        </ScrollRegion>
        <div className="list-foot">
          <span className="quiet">{t('retention.note')}</span>
        </div>
      </Card>
    </PageFrame>
  );
}
