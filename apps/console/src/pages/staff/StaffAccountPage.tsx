import type { PermissionUse, StaffAccount } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { Alert, Card, Descriptions, Skeleton, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useAreaName, useRoleName } from './role-name';
import { StaffActions } from './StaffActions';

type Detail = Output<'GET /api/v1/staff-accounts/:id'>;

function Facts({ account }: { readonly account: StaffAccount }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const areaName = useAreaName();
  const items = [
    { key: 'username', label: t('staff.username'), children: account.username },
    { key: 'role', label: t('staff.role'), children: account.role === null ? t('staff.no_role') : roleName(account.role) },
    ...(account.proposedRole === null
      ? []
      : [{ key: 'proposed', label: t('staff.proposed_role'), children: roleName(account.proposedRole) }]),
    { key: 'kind', label: t('staff.area_kind'), children: t(`staff.kind.${account.area.kind}`) },
    { key: 'area', label: t('staff.area'), children: areaName(account) },
    { key: 'since', label: t('staff.role_since'), children: <When at={account.roleSince} /> },
    { key: 'last', label: t('staff.last_signed_in'), children: <When at={account.lastSignedInAt} /> },
    { key: 'created', label: t('staff.created_at'), children: <When at={account.createdAt} /> },
  ];
  return <Descriptions column={1} size="small" items={items} className="facts" />;
}

function Uses({ uses }: { readonly uses: readonly PermissionUse[] }) {
  const { t } = useTranslation();
  const name = ({ permission }: PermissionUse) => t(`words:permission.${permission.replace('.', '_')}`);
  return (
    <ScrollRegion label={t('staff.rights')}>
      <Table<PermissionUse>
        size="small"
        pagination={false}
        rowKey={(row) => row.permission}
        dataSource={[...uses]}
        locale={{ emptyText: t('staff.no_rights') }}
        columns={[
          { key: 'permission', title: t('staff.permission'), render: (_, row) => name(row) },
          {
            key: 'last',
            title: t('staff.last_used'),
            render: (_, row) => row.lastUsedOn ?? <span className="quiet">{t('staff.never')}</span>,
          },
        ]}
      />
    </ScrollRegion>
  );
}

function Reviews({ reviews }: Pick<Detail, 'reviews'>) {
  const { t } = useTranslation();
  if (reviews.length === 0) return null;
  return (
    <Card title={t('staff.reviews')} className="card-below">
      <ul className="plain-list">
        {reviews.map((review) => (
          <li key={review.at}>
            <When at={review.at} /> {t('staff.reviewed_by', { by: review.by, reason: review.reason })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One account: what it may do, where, what of it was used, and the steps. */
export default function StaffAccountPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('staff', 'GET /api/v1/staff-accounts/:id', { params: { id } });
  const above = [{ title: t('menu.staff'), href: '/staff' }];
  if (read.data === undefined)
    return (
      <PageFrame title={t('staff.account')} above={above}>
        {read.isPending ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : (
          <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
        )}
      </PageFrame>
    );
  const account = read.data;
  return (
    <PageFrame
      title={account.displayName}
      above={above}
      intro={<StateTag of="staffState" value={account.state} />}
      actions={<StaffActions account={account} />}
    >
      {account.state === 'waiting' && <Alert type="info" showIcon title={t('staff.waiting_means')} className="page-note" />}
      {account.state === 'invited' && <Alert type="info" showIcon title={t('staff.invited_means')} className="page-note" />}
      <div className="two-columns">
        <Card title={t('staff.rights')}>
          <Uses uses={account.uses} />
        </Card>
        <div>
          <Card title={t('staff.data')}>
            <Facts account={account} />
          </Card>
          <Reviews reviews={account.reviews} />
        </div>
      </div>
    </PageFrame>
  );
}
