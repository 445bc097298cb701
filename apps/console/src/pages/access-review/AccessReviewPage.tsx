import { type AccessFinding, UNUSED_DAYS } from '@tongxing/contract';
import { App, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useDraftId, useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FormModal, WordsField } from '../../parts/FormModal';
import { ListPage } from '../../parts/ListPage';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { useAreaName, useRoleName } from '../staff/role-name';

function ConfirmModal({ finding, onClose }: { readonly finding: AccessFinding; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [id] = useDraftId();
  const confirm = useCommand('POST /api/v1/staff-accounts/:id/access-reviews', ['findings-of-access', 'staff']);
  const { account, unused } = finding;
  const submit = async ({ reason }: { reason: string }) => {
    const permissions = unused.map(({ permission }) => permission);
    await confirm.mutateAsync({ params: { id: account.id }, body: { id, permissions, reason } });
    void message.success(t('review.confirmed', { name: account.displayName }));
  };
  return (
    <FormModal<{ reason: string }>
      title={t('review.confirm_title', { name: account.displayName })}
      onClose={onClose}
      submitLabel={t('review.confirm')}
      onSubmit={submit}
      intro={<p className="quiet">{t('review.confirm_means', { days: UNUSED_DAYS })}</p>}
    >
      <WordsField name="reason" label={t('staff.reason')} max={200} min={2} required help={t('review.reason_help')} />
    </FormModal>
  );
}

function useColumns(onConfirm: (finding: AccessFinding) => void): readonly Column<AccessFinding>[] {
  const { t } = useTranslation();
  const may = useMay();
  const roleName = useRoleName();
  const areaName = useAreaName();
  return [
    {
      key: 'account',
      title: t('staff.account'),
      render: ({ account }) => (
        <span className="stacked">
          <Link href={`/staff/${account.id}`} className="cell-link">
            {account.displayName}
          </Link>
          <span className="quiet">{account.role === null ? t('staff.no_role') : roleName(account.role)}</span>
        </span>
      ),
    },
    { key: 'area', title: t('staff.area'), hidden: 'narrow', render: ({ account }) => areaName(account) },
    {
      key: 'unused',
      title: t('review.unused', { days: UNUSED_DAYS }),
      render: ({ unused, neverSignedIn }) => (
        <span className="finding-tags">
          {neverSignedIn && <Tag color="warning">{t('review.never_signed_in')}</Tag>}
          {unused.map(({ permission, lastUsedOn }) => (
            <Tag key={permission} title={lastUsedOn === null ? t('staff.never') : t('review.last_on', { day: lastUsedOn })}>
              {t(`words:permission.${permission.replace('.', '_')}`)}
            </Tag>
          ))}
        </span>
      ),
    },
    { key: 'last', title: t('staff.last_signed_in'), hidden: 'narrow', render: ({ account }) => <When at={account.lastSignedInAt} /> },
    {
      key: 'steps',
      title: '',
      align: 'right',
      render: (finding) =>
        may('access.review') &&
        !finding.account.isOwn && (
          <Space orientation="vertical" size={0} className="finding-steps">
            {finding.unused.length > 0 && (
              <Button type="link" className="cell-link" onClick={() => onConfirm(finding)}>
                {t('review.confirm')}
              </Button>
            )}
            <Link href={`/staff/${finding.account.id}`} className="cell-link">
              {t('review.take_away')}
            </Link>
          </Space>
        ),
    },
  ];
}

/** Rights that nobody used for long, and accounts nobody came for: confirmed as needed, or taken away. */
export default function AccessReviewPage() {
  const { t } = useTranslation();
  const [confirming, setConfirming] = useState<AccessFinding>();
  const list = useList('findings-of-access', 'GET /api/v1/access-findings', {});
  return (
    <ListPage
      name="access-review"
      title={t('menu.access_review')}
      intro={t('review.intro', { days: UNUSED_DAYS })}
      list={list}
      columns={useColumns(setConfirming)}
      rowKey={(row) => row.account.id}
      empty={t('review.empty', { days: UNUSED_DAYS })}
    >
      {confirming !== undefined && <ConfirmModal finding={confirming} onClose={() => setConfirming(undefined)} />}
    </ListPage>
  );
}
