import type { Case } from '@tongxing/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { CaseDrawer } from './CaseDrawer';

function useColumns(): readonly Column<Case>[] {
  const { t } = useTranslation();
  const may = useMay();
  const columns: Column<Case>[] = [
    { key: 'number', title: t('case.number'), render: (row) => <span className="digits">{row.number}</span> },
    { key: 'person', title: t('person.label'), render: (row) => <Person person={row.person} /> },
    { key: 'onsetAt', title: t('case.onset_at'), hidden: 'narrow', render: (row) => <When at={row.onsetAt} /> },
    { key: 'confirmedAt', title: t('case.confirmed_at'), hidden: 'narrow', render: (row) => <When at={row.confirmedAt} /> },
    { key: 'evidence', title: t('case.evidence'), hidden: 'narrow', render: (row) => row.evidenceReference },
    { key: 'author', title: t('case.author'), hidden: 'narrow', render: (row) => row.author },
    {
      key: 'traces',
      hidden: 'narrow',
      title: t('menu.traces'),
      align: 'right',
      render: (row) => (may('trace.read') ? <Link href={`/traces?caseId=${row.id}`}>{row.traces}</Link> : row.traces),
    },
  ];
  if (!may('trace.request')) return columns;
  const action: Column<Case> = {
    key: 'action',
    title: '',
    align: 'right',
    render: (row) => <Link href={`/traces/new?caseId=${row.id}`}>{t('trace.request')}</Link>,
  };
  return [...columns, action];
}

/** Confirmed cases; a trace starts from one. */
export default function CasesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const list = useList('cases', 'GET /api/v1/cases', {});
  return (
    <ListPage
      name="cases"
      title={t('menu.cases')}
      intro={t('case.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(may('case.create') ? 'case.empty_create' : 'case.empty')}
      actions={
        may('case.create') && (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('case.enter')}
          </Button>
        )
      }
    >
      <CaseDrawer open={isOpen} onClose={() => setOpen(false)} />
    </ListPage>
  );
}
