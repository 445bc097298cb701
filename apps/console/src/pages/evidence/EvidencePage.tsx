import type { HealthEvidence } from '@tongxing/contract';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { EvidenceDrawer } from './EvidenceDrawer';

const STATES = ['to_confirm', 'confirmed', 'refused', 'withdrawal_requested', 'withdrawn'] as const;
/** Steps of the second person. */
const REVIEWS: readonly string[] = ['confirmed', 'refused'];

function Reviewer({ steps }: { readonly steps: HealthEvidence['steps'] }) {
  const review = steps.find(({ step }) => REVIEWS.includes(step));
  if (review === undefined) return <span className="quiet">—</span>;
  return (
    <span className="stacked">
      {review.by}
      <When at={review.at} />
    </span>
  );
}

function useColumns(): readonly Column<HealthEvidence>[] {
  const { t } = useTranslation();
  return [
    { key: 'person', title: t('person.label'), render: (row) => <Person person={row.person} /> },
    {
      key: 'kind',
      title: t('evidence.kind'),
      render: (row) => (
        <span className="stacked">
          <Link href={`/evidence/${row.id}`} className="cell-link">
            {t(`words:evidenceKind.${row.kind}`)}
          </Link>
          <StateTag of="colour" value={row.colour} />
        </span>
      ),
    },
    {
      key: 'state',
      title: t('evidence.state'),
      render: (row) => (
        <span className="stacked">
          <StateTag of="evidenceState" value={row.state} />
          {row.mayDecide && <Tag color="processing">{t('evidence.you_decide')}</Tag>}
        </span>
      ),
    },
    {
      key: 'recorded',
      title: t('evidence.recorded_by'),
      hidden: 'narrow',
      render: (row) => (
        <span className="stacked">
          {row.recordedBy}
          <When at={row.recordedAt} />
        </span>
      ),
    },
    { key: 'reviewed', title: t('evidence.reviewed_by'), hidden: 'narrow', render: (row) => <Reviewer steps={row.steps} /> },
    { key: 'source', title: t('evidence.source'), hidden: 'narrow', render: (row) => row.source },
    { key: 'validUntil', title: t('evidence.valid_until'), hidden: 'narrow', render: (row) => <When at={row.validUntil} /> },
  ];
}

/** Evidence about health, from which colours follow by rule when a second person has confirmed it. */
export default function EvidencePage() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const [filters, change] = useFilters(['state']);
  const state = STATES.find((each) => each === filters.state);
  const list = useList('evidence', 'GET /api/v1/health-evidence', { query: state === undefined ? {} : { state } });
  return (
    <ListPage
      name="evidence"
      title={t('menu.evidence')}
      intro={t('evidence.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(state !== undefined ? 'evidence.empty_filtered' : may('evidence.create') ? 'evidence.empty_record' : 'evidence.empty')}
      filters={
        <>
          <FilterSelect
            label={t('evidence.state')}
            value={state}
            values={STATES}
            words="evidenceState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          <Alert type="info" showIcon title={t('evidence.by_rule')} />
        </>
      }
      actions={
        may('evidence.create') && (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('evidence.record')}
          </Button>
        )
      }
    >
      <EvidenceDrawer open={isOpen} onClose={() => setOpen(false)} />
    </ListPage>
  );
}
