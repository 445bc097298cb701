import type { Flow } from '@tongxing/contract';
import { useSystem, useTimeWords } from '@tongxing/ui';
import { Card, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useRead } from '../../api/hooks';
import { HourBars } from '../../parts/HourBars';
import { ProblemResult, PutOffLine } from '../../parts/Problem';
import { instantToWall } from '../../parts/time';
import { useMay } from '../../session/session';

const KINDS = ['pass', 'unfinished', 'attention', 'stop'] as const;

interface FigureProps {
  readonly label: string;
  readonly value: number;
  /** The list that shows exactly what is counted, when there is one and the account may go there. */
  readonly href?: string | undefined;
  readonly note?: ReactNode;
  readonly isLate?: boolean;
}

function Figure({ label, value, href, note, isLate }: FigureProps) {
  const digits = <span className={`figure-value${isLate ? ' figure-late' : ''}`}>{value.toLocaleString()}</span>;
  return (
    <div className="figure">
      <span className="quiet">{label}</span>
      {href === undefined ? digits : <Link href={href}>{digits}</Link>}
      <span className="quiet figure-note">{note}</span>
    </div>
  );
}

function Figures({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  const may = useMay();
  const venues = may('venue.read') ? '/venues' : undefined;
  const share = flow.venues === 0 ? 0 : Math.round((flow.venuesWithScans / flow.venues) * 100);
  const incidents = (query: string) => (may('incident.read') ? `/incidents?${query}` : undefined);
  return (
    <div className="figures">
      <Figure label={t('flow.venues')} value={flow.venues} href={venues} note={t('flow.venues_note')} />
      <Figure label={t('flow.with_scans')} value={flow.venuesWithScans} note={t('flow.share', { share })} />
      <Figure label={t('flow.open')} value={flow.openIncidents} href={incidents('open=true')} note={t('flow.open_note')} />
      <Figure
        label={t('flow.overdue')}
        value={flow.overdueIncidents}
        href={incidents('overdue=true')}
        note={t('flow.overdue_note')}
        isLate={flow.overdueIncidents > 0}
      />
    </div>
  );
}

/** The last 24 hours of the account's own area. */
export function FlowPanel() {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const { spoken } = useTimeWords();
  const flow = useRead('flow', 'GET /api/v1/statistics/flow', {}, { every: 60_000 });
  if (flow.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (flow.data === undefined) return <ProblemResult error={flow.error} onRetry={() => void flow.refetch()} />;
  const bars = flow.data.hours.map(({ from, ...counts }) => ({
    key: from,
    label: instantToWall(from, timeZone).format('HH:mm'),
    title: spoken(from),
    counts,
  }));
  return (
    <Card title={t('flow.title')} className="flow">
      <PutOffLine error={flow.error} />
      <Figures flow={flow.data} />
      <HourBars caption={t('flow.caption')} kinds={KINDS} bars={bars} />
    </Card>
  );
}
