import type { Role } from '@tongxing/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ListState } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListTable } from '../../parts/ListPage';
import { useMay } from '../../session/session';
import { useRoleName } from '../staff/role-name';
import { RoleDrawer } from './RoleDrawer';

function useColumns(onEdit: (role: Role) => void): readonly Column<Role>[] {
  const { t } = useTranslation();
  const may = useMay();
  const nameOf = useRoleName();
  return [
    { key: 'name', title: t('staff.role'), render: (row) => <strong>{nameOf(row)}</strong> },
    {
      key: 'division',
      title: t('role.division'),
      render: (row) => row.division?.name ?? <span className="quiet">{t('role.shipped')}</span>,
    },
    {
      key: 'permissions',
      title: t('role.permissions'),
      hidden: 'narrow',
      render: (row) => (
        <span className="wrapping">
          {row.permissions.map((each) => t(`words:permission.${each.replace('.', '_')}`)).join(t('list.separator'))}
        </span>
      ),
    },
    {
      key: 'exports',
      title: t('role.exports'),
      hidden: 'narrow',
      render: ({ exportQuota: { files, rows, rowsOfAll } }) =>
        files === 0 ? <span className="quiet">{t('role.export.none')}</span> : t('role.export.short', { files, rows, rowsOfAll }),
    },
    {
      key: 'accounts',
      title: t('role.accounts'),
      align: 'right',
      render: (row) => (
        <Link href={`/staff?role=${row.id}`} className="cell-link">
          {row.accounts}
        </Link>
      ),
    },
    {
      key: 'action',
      title: '',
      align: 'right',
      render: (row) =>
        row.isOwn &&
        may('role.edit') && (
          <Button type="link" className="cell-link" onClick={() => onEdit(row)}>
            {t('role.edit')}
          </Button>
        ),
    },
  ];
}

/** Roles that can be granted; a district's own can be changed. */
export function RolesTab({ list }: { readonly list: ListState<Role> }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isMaking, setMaking] = useState(false);
  const [editing, setEditing] = useState<Role>();
  return (
    <>
      <ListTable
        name="roles"
        title={t('menu.roles')}
        list={list}
        columns={useColumns(setEditing)}
        rowKey={(row) => row.id}
        empty={t('role.empty')}
        filters={
          may('role.edit') && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('role.create')}
            </Button>
          )
        }
      />
      <RoleDrawer edited={undefined} open={isMaking} onClose={() => setMaking(false)} />
      {editing !== undefined && <RoleDrawer edited={editing} open onClose={() => setEditing(undefined)} />}
    </>
  );
}
