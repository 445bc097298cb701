import { formatVenueCode } from '@tongxing/codes';
import type { Venue } from '@tongxing/contract';
import { VENUE_CLASSES, VENUE_STATES } from '@tongxing/rules';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { DivisionFilter } from '../../parts/DivisionFilter';
import { ExportButton } from '../../parts/ExportButton';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { SearchFilter } from '../../parts/SearchFilter';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { PostersButton } from './PostersButton';
import { VenueDrawer } from './VenueDrawer';

const KEYS = ['search', 'division', 'class', 'state'] as const;

function useColumns(): readonly Column<Venue>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('venue.name'),
      render: (row) => (
        <Link href={`/venues/${row.id}`} className="cell-link">
          {row.name}
        </Link>
      ),
    },
    { key: 'class', title: t('venue.class'), render: (row) => t(`words:venueClass.${row.class}`) },
    { key: 'state', title: t('venue.state'), render: (row) => <StateTag of="venueState" value={row.state} /> },
    {
      key: 'address',
      hidden: 'narrow',
      title: t('venue.address'),
      render: (row) => (
        <span className="stacked venue-address">
          <span>{row.address}</span>
          <span className="quiet">{row.division.path}</span>
        </span>
      ),
    },
    { key: 'scene', title: t('venue.scene'), hidden: 'always', render: (row) => t(`words:scene.${row.scene}`) },
    { key: 'phone', title: t('venue.phone'), hidden: 'narrow', render: (row) => <span className="digits">{row.contactPhone}</span> },
    { key: 'code', title: t('venue.code'), hidden: 'always', render: (row) => <code>{formatVenueCode(row.code)}</code> },
    { key: 'createdAt', title: t('venue.created_at'), hidden: 'always', render: (row) => <When at={row.createdAt} /> },
    {
      key: 'poster',
      title: '',
      align: 'right',
      render: (row) => (
        <Link href={`/venues/${row.id}/poster`} className="poster-link">
          {t('venue.poster')}
        </Link>
      ),
    },
  ];
}

/** Venues of the own area, with all filters in the address. */
export default function VenuesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, change] = useFilters(KEYS);
  const [isOpen, setOpen] = useState(false);
  const venueClass = VENUE_CLASSES.find((each) => each === filters.class);
  const state = VENUE_STATES.find((each) => each === filters.state);
  const query = {
    ...(filters.search === undefined ? {} : { search: filters.search }),
    ...(filters.division === undefined ? {} : { divisionCode: filters.division }),
    ...(venueClass === undefined ? {} : { class: venueClass }),
    ...(state === undefined ? {} : { state }),
  };
  const list = useList('venues', 'GET /api/v1/venues', { query });
  const isFiltered = Object.keys(query).length > 0;
  return (
    <ListPage
      name="venues"
      title={t('menu.venues')}
      intro={t('venue.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(isFiltered ? 'venue.empty_filtered' : may('venue.create') ? 'venue.empty_create' : 'venue.empty')}
      actions={
        <>
          <ExportButton route="POST /api/v1/venue-exports" filter={query} />
          <PostersButton filter={query} />
          {may('venue.create') && (
            <Button type="primary" onClick={() => setOpen(true)}>
              {t('venue.register')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <SearchFilter label={t('venue.search')} value={filters.search} onSearch={(search) => change({ search })} />
          <DivisionFilter value={filters.division} onChange={(division) => change({ division })} />
          <FilterSelect
            label={t('venue.class')}
            value={venueClass}
            values={VENUE_CLASSES}
            words="venueClass"
            onChange={(next) => change({ class: next ?? '' })}
          />
          <FilterSelect
            label={t('venue.state')}
            value={state}
            values={VENUE_STATES}
            words="venueState"
            onChange={(next) => change({ state: next ?? '' })}
          />
        </>
      }
    >
      <VenueDrawer open={isOpen} onClose={() => setOpen(false)} />
    </ListPage>
  );
}
