import type { HealthEvidence } from '@tongxing/contract';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { EvidenceDrawer } from './EvidenceDrawer';

function useColumns(): readonly Column<HealthEvidence>[] {
  const { t } = useTranslation();
  return [
    { key: 'person', title: t('person.label'), render: (row) => <Person person={row.person} /> },
    { key: 'kind', title: t('evidence.kind'), render: (row) => t(`words:evidenceKind.${row.kind}`) },
    { key: 'colour', title: t('evidence.colour'), render: (row) => <StateTag of="colour" value={row.colour} /> },
    { key: 'source', title: t('evidence.source'), hidden: 'narrow', render: (row) => row.source },
    { key: 'sampledAt', title: t('evidence.sampled_at'), hidden: 'narrow', render: (row) => <When at={row.sampledAt} /> },
    { key: 'validUntil', title: t('evidence.valid_until'), hidden: 'narrow', render: (row) => <When at={row.validUntil} /> },
    { key: 'recordedAt', title: t('evidence.recorded_at'), hidden: 'narrow', render: (row) => <When at={row.recordedAt} /> },
  ];
}

/** Evidence about health, from which colours follow by rule. */
export default function EvidencePage() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const list = useList('evidence', 'GET /api/v1/health-evidence', {});
  return (
    <ListPage
      name="evidence"
      title={t('menu.evidence')}
      intro={t('evidence.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t('evidence.empty')}
      filters={<Alert type="info" showIcon title={t('evidence.by_rule')} />}
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
