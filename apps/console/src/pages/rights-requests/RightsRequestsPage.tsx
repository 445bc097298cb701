import type { RightsRequest } from '@tongxing/contract';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { Due } from './Due';
import { RightsRequestDrawer } from './RightsRequestDrawer';
import { RIGHTS_REQUEST_KINDS, RIGHTS_REQUEST_STATES } from './words';

function useColumns(open: (id: string) => void): readonly Column<RightsRequest>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'number',
      title: t('rights_request.number'),
      render: (row) => (
        <Button type="link" className="cell-link digits" onClick={() => open(row.id)}>
          {row.number}
        </Button>
      ),
    },
    { key: 'kind', title: t('rights_request.kind'), render: (row) => t(`words:rightsRequestKind.${row.kind}`) },
    { key: 'state', title: t('rights_request.state'), render: (row) => <StateTag of="rightsRequestState" value={row.state} /> },
    { key: 'due', title: t('rights_request.due'), render: (row) => <Due request={row} /> },
    { key: 'person', title: t('person.label'), hidden: 'narrow', render: (row) => <Person person={row.person} /> },
    { key: 'madeAt', title: t('rights_request.made_at'), hidden: 'narrow', render: (row) => <When at={row.madeAt} /> },
    { key: 'division', title: t('division.label'), hidden: 'narrow', render: (row) => row.division.name },
  ];
}

/** What people ask for about their data, oldest first; one opens in a drawer whose id stands in the address. */
export default function RightsRequestsPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters(['kind', 'state', 'overdue', 'id']);
  const kind = RIGHTS_REQUEST_KINDS.find((each) => each === filters.kind);
  const state = RIGHTS_REQUEST_STATES.find((each) => each === filters.state);
  const isOverdue = filters.overdue === 'true';
  const query = {
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(isOverdue ? { overdue: 'true' } : {}),
  };
  const list = useList('rights-requests', 'GET /api/v1/rights-requests', { query });
  return (
    <ListPage
      name="rights-requests"
      title={t('menu.rights_requests')}
      intro={t('rights_request.intro')}
      list={list}
      columns={useColumns((id) => change({ id }))}
      rowKey={(row) => row.id}
      rowClassName={(row) => (row.overdue ? 'row-late' : '')}
      empty={t(Object.keys(query).length > 0 ? 'rights_request.empty_filtered' : 'rights_request.empty')}
      filters={
        <>
          <FilterSelect
            label={t('rights_request.kind')}
            value={kind}
            values={RIGHTS_REQUEST_KINDS}
            words="rightsRequestKind"
            onChange={(next) => change({ kind: next ?? '' })}
          />
          <FilterSelect
            label={t('rights_request.state')}
            value={state}
            values={RIGHTS_REQUEST_STATES}
            words="rightsRequestState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          <Checkbox checked={isOverdue} onChange={(event) => change({ overdue: event.target.checked ? 'true' : '' })}>
            {t('rights_request.only_overdue')}
          </Checkbox>
        </>
      }
    >
      <RightsRequestDrawer id={filters.id} onClose={() => change({ id: '' })} />
    </ListPage>
  );
}
