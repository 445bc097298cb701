import { PERMISSIONS, STAFF_STATES, type StaffAccount } from '@tongxing/contract';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { DivisionFilter } from '../../parts/DivisionFilter';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { SearchFilter } from '../../parts/SearchFilter';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { InviteDrawer } from './InviteDrawer';
import { useAreaName, useRoleName } from './role-name';

const KEYS = ['search', 'division', 'role', 'state', 'permission'] as const;

function useColumns(): readonly Column<StaffAccount>[] {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const areaName = useAreaName();
  return [
    {
      key: 'name',
      title: t('staff.name'),
      render: (row) => (
        <span className="stacked">
          <Link href={`/staff/${row.id}`} className="cell-link">
            {row.displayName}
          </Link>
          <span className="quiet">{row.username}</span>
        </span>
      ),
    },
    {
      key: 'role',
      title: t('staff.role'),
      render: (row) =>
        row.role === null ? (
          <span className="quiet">{row.proposedRole === null ? '—' : t('staff.proposed', { role: roleName(row.proposedRole) })}</span>
        ) : (
          roleName(row.role)
        ),
    },
    { key: 'area', title: t('staff.area'), hidden: 'narrow', render: (row) => areaName(row) },
    { key: 'state', title: t('staff.state'), render: (row) => <StateTag of="staffState" value={row.state} /> },
    { key: 'last', title: t('staff.last_signed_in'), hidden: 'narrow', render: (row) => <When at={row.lastSignedInAt} /> },
    { key: 'since', title: t('staff.role_since'), hidden: 'always', render: (row) => <When at={row.roleSince} /> },
  ];
}

function RoleFilter({ value, onChange }: { readonly value: string | undefined; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const { rows } = useList('roles', 'GET /api/v1/roles', { query: { limit: 100 } });
  return (
    <div className="filter">
      <span className="filter-label" aria-hidden>
        {t('staff.role')}
      </span>
      <Select
        aria-label={t('staff.role')}
        allowClear
        className="filter-select"
        placeholder={t('list.all_values')}
        value={value ?? null}
        options={rows.map((role) => ({ value: role.id, label: nameOf(role) }))}
        onChange={(next) => onChange(next ?? '')}
      />
    </div>
  );
}

/** Accounts of the own area, with all filters in the address. */
export default function StaffPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, change] = useFilters(KEYS);
  const [isInviting, setInviting] = useState(false);
  const state = STAFF_STATES.find((each) => each === filters.state);
  const permission = PERMISSIONS.find((each) => each === filters.permission);
  const query = {
    ...(filters.search === undefined ? {} : { search: filters.search }),
    ...(filters.division === undefined ? {} : { divisionCode: filters.division }),
    ...(filters.role === undefined ? {} : { roleId: filters.role }),
    ...(state === undefined ? {} : { state }),
    ...(permission === undefined ? {} : { permission }),
  };
  const list = useList('staff', 'GET /api/v1/staff-accounts', { query });
  return (
    <ListPage
      name="staff"
      title={t('menu.staff')}
      intro={t('staff.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(Object.keys(query).length > 0 ? 'staff.empty_filtered' : 'staff.empty')}
      actions={
        may('staff.manage') && (
          <Button type="primary" onClick={() => setInviting(true)}>
            {t('staff.invite')}
          </Button>
        )
      }
      filters={
        <>
          <SearchFilter label={t('staff.search')} value={filters.search} onSearch={(search) => change({ search })} />
          <DivisionFilter value={filters.division} onChange={(division) => change({ division })} />
          <RoleFilter value={filters.role} onChange={(role) => change({ role })} />
          <FilterSelect
            label={t('staff.state')}
            value={state}
            values={STAFF_STATES}
            words="staffState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          {permission !== undefined && (
            <Tag closable className="filter-tag" onClose={() => change({ permission: '' })}>
              {t('staff.holds', { permission: t(`words:permission.${permission.replace('.', '_')}`) })}
            </Tag>
          )}
        </>
      }
    >
      <InviteDrawer open={isInviting} onClose={() => setInviting(false)} />
    </ListPage>
  );
}
