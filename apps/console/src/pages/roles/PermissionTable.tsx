import { PERMISSIONS, type Permission, type Role } from '@tongxing/contract';
import { Card, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { useRoleName } from '../staff/role-name';

/** Who holds what: each permission with the roles that hold it, and a way to the accounts. */
export function PermissionTable({ roles }: { readonly roles: readonly Role[] }) {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const holders = (permission: Permission) => roles.filter((role) => role.permissions.includes(permission));
  return (
    <Card className="list-card">
      <ScrollRegion label={t('role.who_holds')}>
        <Table<Permission>
          size="middle"
          pagination={false}
          rowKey={(permission) => permission}
          dataSource={[...PERMISSIONS]}
          columns={[
            {
              key: 'permission',
              title: t('staff.permission'),
              render: (_, row) => (
                <Link href={`/staff?permission=${row}`} className="cell-link" title={t('role.accounts_with')}>
                  {t(`words:permission.${row.replace('.', '_')}`)}
                </Link>
              ),
            },
            {
              key: 'roles',
              title: t('role.holders'),
              render: (_, row) =>
                holders(row).map((role) => (
                  <Tag key={role.id} className="holder-tag">
                    {nameOf(role)}
                  </Tag>
                )),
            },
            {
              key: 'accounts',
              title: '',
              align: 'right',
              render: (_, row) => (
                <Link href={`/staff?permission=${row}`} className="cell-link">
                  {t('role.accounts_with')}
                </Link>
              ),
            },
          ]}
        />
      </ScrollRegion>
    </Card>
  );
}
