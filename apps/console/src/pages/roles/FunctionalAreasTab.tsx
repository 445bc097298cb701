import type { FunctionalArea } from '@tongxing/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListTable } from '../../parts/ListPage';
import { useMay } from '../../session/session';
import { FunctionalAreaDrawer } from './FunctionalAreaDrawer';

function useColumns(onEdit: (area: FunctionalArea) => void): readonly Column<FunctionalArea>[] {
  const { t } = useTranslation();
  const may = useMay();
  return [
    { key: 'name', title: t('zone.label'), render: (row) => <strong>{row.name}</strong> },
    { key: 'division', title: t('zone.division'), hidden: 'narrow', render: (row) => row.division.path },
    {
      key: 'townships',
      title: t('zone.townships'),
      render: (row) => <span className="wrapping">{row.townships.map(({ name }) => name).join(t('list.separator'))}</span>,
    },
    { key: 'accounts', title: t('role.accounts'), align: 'right', render: (row) => row.accounts },
    {
      key: 'action',
      title: '',
      align: 'right',
      render: (row) =>
        may('area.edit') && (
          <Button type="link" className="cell-link" onClick={() => onEdit(row)}>
            {t('zone.edit')}
          </Button>
        ),
    },
  ];
}

/** Named sets of townships. */
export function FunctionalAreasTab() {
  const { t } = useTranslation();
  const may = useMay();
  const [isMaking, setMaking] = useState(false);
  const [editing, setEditing] = useState<FunctionalArea>();
  const list = useList('functional-areas', 'GET /api/v1/functional-areas', {});
  return (
    <>
      <ListTable
        name="functional-areas"
        title={t('zone.label')}
        list={list}
        columns={useColumns(setEditing)}
        rowKey={(row) => row.id}
        empty={t('zone.empty')}
        filters={
          may('area.edit') && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('zone.create')}
            </Button>
          )
        }
      />
      <FunctionalAreaDrawer area={undefined} open={isMaking} onClose={() => setMaking(false)} />
      {editing !== undefined && <FunctionalAreaDrawer area={editing} open onClose={() => setEditing(undefined)} />}
    </>
  );
}
