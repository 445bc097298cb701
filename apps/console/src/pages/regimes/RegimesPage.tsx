import type { RegimeNotice } from '@tongxing/contract';
import { Button, Card, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListTable } from '../../parts/ListPage';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';

function InForce() {
  const { t } = useTranslation();
  const list = useList('regimes', 'GET /api/v1/regimes', { query: { current: 'true', limit: 100 } });
  if (list.isLoading) return <Skeleton active />;
  if (list.error !== null && list.rows.length === 0) return <ProblemResult error={list.error} onRetry={list.again} />;
  if (list.rows.length === 0) return <p className="quiet">{t('regime.none')}</p>;
  return (
    <div className="regime-cards">
      {list.rows.map((notice) => (
        <Card key={notice.id} size="small" className={`regime-card regime-${notice.regime}`}>
          <div className="regime-area">{notice.division.path}</div>
          <div className="regime-name">{t(`words:regime.${notice.regime}`)}</div>
          <div>{notice.title}</div>
          <div className="quiet">
            {notice.noticeNumber} · <When at={notice.validFrom} />
          </div>
        </Card>
      ))}
    </div>
  );
}

function useColumns(): readonly Column<RegimeNotice>[] {
  const { t } = useTranslation();
  return [
    { key: 'division', title: t('division.label'), render: (row) => row.division.path },
    { key: 'regime', title: t('regime.label'), render: (row) => <StateTag of="regime" value={row.regime} /> },
    {
      key: 'notice',
      title: t('regime.notice'),
      render: (row) => (
        <span className="stacked">
          <span>{row.title}</span>
          <span className="quiet">{row.noticeNumber}</span>
        </span>
      ),
    },
    { key: 'from', title: t('period.from'), render: (row) => <When at={row.validFrom} /> },
    {
      key: 'to',
      title: t('period.to'),
      hidden: 'narrow',
      render: (row) => (row.validTo === null ? t('period.in_force') : <When at={row.validTo} />),
    },
    { key: 'author', title: t('regime.author'), hidden: 'narrow', render: (row) => row.author },
  ];
}

/** The regime in force per area, and every notice that switched one. */
export default function RegimesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const history = useList('regimes', 'GET /api/v1/regimes', {});
  return (
    <PageFrame
      title={t('menu.regimes')}
      intro={t('regime.intro')}
      actions={
        may('regime.switch') && (
          <Link href="/regimes/switch" asChild>
            <Button type="primary">{t('regime.switch')}</Button>
          </Link>
        )
      }
    >
      <h2 className="section-title">{t('regime.in_force')}</h2>
      <InForce />
      <h2 className="section-title">{t('regime.history')}</h2>
      <ListTable
        name="regimes"
        title={t('regime.history')}
        list={history}
        columns={useColumns()}
        rowKey={(row) => row.id}
        empty={t('regime.none')}
      />
    </PageFrame>
  );
}
