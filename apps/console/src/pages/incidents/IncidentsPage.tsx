import type { Incident } from '@tongxing/contract';
import { INCIDENT_STATES } from '@tongxing/rules';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import { DueClock } from '../../parts/Clocks';
import type { Column } from '../../parts/columns';
import { ExportButton } from '../../parts/ExportButton';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { Reasons, StateTag } from '../../parts/Tags';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { EscalationTag } from './EscalationTag';

function useColumns(): readonly Column<Incident>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'number',
      title: t('incident.number'),
      render: (row) => (
        <Link href={`/incidents/${row.id}`} className="cell-link digits">
          {row.number}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('incident.state'),
      render: (row) => (
        <span className="stacked">
          <StateTag of="incidentState" value={row.state} />
          <EscalationTag level={row.escalation} />
        </span>
      ),
    },
    {
      key: 'clock',
      title: t('incident.clock'),
      render: (row) => <DueClock incident={row} />,
    },
    { key: 'reportedAt', title: t('incident.reported_at'), hidden: 'narrow', render: (row) => <When at={row.reportedAt} /> },
    { key: 'reasons', title: t('warning.reasons'), hidden: 'narrow', render: (row) => <Reasons codes={row.reasons} /> },
    { key: 'person', title: t('person.label'), hidden: 'narrow', render: (row) => <Person person={row.person} /> },
    { key: 'venue', title: t('venue.label'), render: (row) => <VenueCell venue={row.venue} division={row.division.name} /> },
    {
      key: 'result',
      hidden: 'narrow',
      title: t('incident.result'),
      render: (row) => (row.result === null ? <span className="quiet">—</span> : t(`words:incidentResult.${row.result}`)),
    },
  ];
}

/** Incidents of the own area with their arrival clocks. */
export default function IncidentsPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters(['state', 'open', 'overdue']);
  const state = INCIDENT_STATES.find((each) => each === filters.state);
  const isOpen = filters.open === 'true';
  const isOverdue = filters.overdue === 'true';
  const query = {
    ...(state === undefined ? {} : { state }),
    ...(isOpen ? { open: 'true' } : {}),
    ...(isOverdue ? { overdue: 'true' } : {}),
  };
  const list = useList('incidents', 'GET /api/v1/incidents', { query });
  const isFiltered = Object.keys(query).length > 0;
  return (
    <ListPage
      name="incidents"
      title={t('menu.incidents')}
      intro={t('incident.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      rowClassName={(row) => (row.overdue && row.closedAt === null ? 'row-late' : '')}
      actions={
        <ExportButton
          route="POST /api/v1/incident-exports"
          filter={{ ...(state === undefined ? {} : { state }), ...(isOpen ? { open: true } : {}), ...(isOverdue ? { overdue: true } : {}) }}
        />
      }
      empty={t(isFiltered ? 'incident.empty_filtered' : 'incident.empty')}
      filters={
        <>
          <FilterSelect
            label={t('incident.state')}
            value={state}
            values={INCIDENT_STATES}
            words="incidentState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          <Checkbox checked={isOpen} onChange={(event) => change({ open: event.target.checked ? 'true' : '' })}>
            {t('incident.only_open')}
          </Checkbox>
          <Checkbox checked={isOverdue} onChange={(event) => change({ overdue: event.target.checked ? 'true' : '' })}>
            {t('incident.only_overdue')}
          </Checkbox>
        </>
      }
    />
  );
}
