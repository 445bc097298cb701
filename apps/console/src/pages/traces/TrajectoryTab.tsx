import type { Trace, TrajectoryStop } from '@tongxing/contract';
import { VerdictMark } from '@tongxing/ui';
import { Card, Empty, Skeleton, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { ProblemResult } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { durationText } from '../../parts/time';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { DayLanes } from './DayLanes';

function StopsTable({ stops }: { readonly stops: readonly TrajectoryStop[] }) {
  const { t } = useTranslation();
  const rows = stops.map((stop, index) => ({ ...stop, index: index + 1 }));
  const columns = [
    { key: 'index', title: '#', render: (_: unknown, row: (typeof rows)[number]) => row.index },
    { key: 'at', title: t('stay.arrived'), render: (_: unknown, row: TrajectoryStop) => <When at={row.at} /> },
    {
      key: 'until',
      title: t('stay.left'),
      render: (_: unknown, row: TrajectoryStop) => (
        <span className="stacked">
          <When at={row.until} />
          <span className="quiet">{t(`words:stayEnd.${row.endKnownBy}`)}</span>
        </span>
      ),
    },
    {
      key: 'stay',
      title: t('stay.length'),
      render: (_: unknown, row: TrajectoryStop) => durationText(Date.parse(row.until) - Date.parse(row.at), t),
    },
    {
      key: 'venue',
      title: t('venue.label'),
      render: (_: unknown, row: TrajectoryStop) => (
        <VenueCell venue={{ name: row.venue, address: row.address, checkpoint: row.checkpoint }} division={row.address} />
      ),
    },
    { key: 'class', title: t('venue.class'), render: (_: unknown, row: TrajectoryStop) => t(`words:venueClass.${row.class}`) },
    {
      key: 'verdict',
      title: t('warning.verdict'),
      render: (_: unknown, row: TrajectoryStop) => (
        <span className="mark-word">
          <VerdictMark verdict={row.verdict} /> {t(`words:verdict.${row.verdict}`)}
        </span>
      ),
    },
    { key: 'evidence', title: t('trace.evidence'), render: (_: unknown, row: TrajectoryStop) => t(`words:evidenceGrade.${row.evidence}`) },
  ];
  return (
    <ScrollRegion label={t('trace.trajectory')}>
      <Table size="small" rowKey="index" dataSource={rows} columns={columns} pagination={false} />
    </ScrollRegion>
  );
}

/** Where the case was within the window: lanes by day, and the same as a list. */
export function TrajectoryTab({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const read = useRead('findings', 'GET /api/v1/traces/:id/trajectory', { params: { id: trace.id } });
  if (read.isPending) return <Skeleton active />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  const stops = read.data.items;
  if (stops.length === 0)
    return (
      <Card>
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('trace.no_stops')} />
      </Card>
    );
  return (
    <Card>
      <DayLanes stops={stops} />
      <StopsTable stops={stops} />
    </Card>
  );
}
