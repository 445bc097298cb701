import type { VenueApplication } from '@tongxing/contract';
import { APPLICATION_STATES, VENUE_CLASSES } from '@tongxing/rules';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { DivisionFilter } from '../../parts/DivisionFilter';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { SearchFilter } from '../../parts/SearchFilter';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { ApplicationDrawer } from './ApplicationDrawer';
import { ReviewDue } from './ReviewDue';

function useColumns(open: (id: string) => void): readonly Column<VenueApplication>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('application.name'),
      render: (row) => (
        <span className="stacked">
          <Button type="link" className="cell-link" onClick={() => open(row.id)}>
            {row.name}
          </Button>
          <span className="quiet digits">{row.number}</span>
        </span>
      ),
    },
    { key: 'state', title: t('application.state'), render: (row) => <StateTag of="applicationState" value={row.state} /> },
    { key: 'due', title: t('application.due'), render: (row) => <ReviewDue application={row} /> },
    { key: 'class', title: t('application.class'), hidden: 'narrow', render: (row) => t(`words:venueClass.${row.class}`) },
    {
      key: 'subject',
      title: t('application.subject'),
      hidden: 'narrow',
      render: (row) => (
        <span className="stacked">
          {row.subjectName}
          <span className="quiet digits">{row.subjectNumber}</span>
        </span>
      ),
    },
    {
      key: 'address',
      title: t('application.address'),
      hidden: 'narrow',
      render: (row) => (
        <span className="stacked venue-address">
          <span>{row.address}</span>
          <span className="quiet">{row.division.path}</span>
        </span>
      ),
    },
    { key: 'submitted', title: t('application.submitted'), hidden: 'narrow', render: (row) => <When at={row.submittedAt} /> },
  ];
}

/** Applications for venue codes of the own area, oldest first; one opens in a drawer whose id stands in the address. */
export default function ApplicationsPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters(['search', 'division', 'class', 'state', 'overdue', 'id']);
  const venueClass = VENUE_CLASSES.find((each) => each === filters.class);
  const state = APPLICATION_STATES.find((each) => each === filters.state);
  const query = {
    ...(filters.search === undefined ? {} : { search: filters.search }),
    ...(filters.division === undefined ? {} : { divisionCode: filters.division }),
    ...(venueClass === undefined ? {} : { class: venueClass }),
    ...(state === undefined ? {} : { state }),
    ...(filters.overdue === 'true' ? { overdue: 'true' as const } : {}),
  };
  const list = useList('venue-applications', 'GET /api/v1/venue-applications', { query });
  return (
    <ListPage
      name="venue-applications"
      title={t('menu.venue_applications')}
      intro={t('application.intro')}
      list={list}
      columns={useColumns((id) => change({ id }))}
      rowKey={(row) => row.id}
      rowClassName={(row) => (row.overdue ? 'row-late' : '')}
      empty={t(Object.keys(query).length > 0 ? 'application.empty_filtered' : 'application.empty')}
      filters={
        <>
          <SearchFilter label={t('application.search')} value={filters.search} onSearch={(search) => change({ search })} />
          <DivisionFilter value={filters.division} onChange={(division) => change({ division })} />
          <FilterSelect
            label={t('application.class')}
            value={venueClass}
            values={VENUE_CLASSES}
            words="venueClass"
            onChange={(next) => change({ class: next ?? '' })}
          />
          <FilterSelect
            label={t('application.state')}
            value={state}
            values={APPLICATION_STATES}
            words="applicationState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          <Checkbox checked={filters.overdue === 'true'} onChange={(event) => change({ overdue: event.target.checked ? 'true' : '' })}>
            {t('application.only_overdue')}
          </Checkbox>
        </>
      }
    >
      <ApplicationDrawer id={filters.id} onClose={() => change({ id: '' })} />
    </ListPage>
  );
}
