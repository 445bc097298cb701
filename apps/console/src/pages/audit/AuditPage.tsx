import type { AuditEvent } from '@tongxing/contract';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { useFilters } from '../../parts/filters';
import { type Column, ListPage } from '../../parts/ListPage';
import { When } from '../../parts/When';

function useColumns(): readonly Column<AuditEvent>[] {
  const { t } = useTranslation();
  return [
    { key: 'at', title: t('audit.at'), render: (row) => <When at={row.at} /> },
    { key: 'action', title: t('audit.action'), render: (row) => <code>{row.action}</code> },
    {
      key: 'actor',
      title: t('audit.actor'),
      render: (row) => (
        <span className="stacked">
          <span>{row.actor}</span>
          <span className="quiet">{t(`words:role.${row.role}`, { defaultValue: row.role })}</span>
        </span>
      ),
    },
    { key: 'subject', title: t('audit.subject'), render: (row) => <code className="quiet">{row.subject}</code> },
    { key: 'reason', title: t('audit.reason'), render: (row) => row.reason ?? <span className="quiet">—</span> },
    { key: 'requestId', title: t('audit.request'), render: (row) => <code className="quiet">{row.requestId}</code> },
  ];
}

/** Who looked at or changed what. Reading this is itself written down, and the page says so. */
export default function AuditPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters(['action']);
  const { action } = filters;
  const list = useList('audit', 'GET /api/v1/audit-events', action === undefined ? {} : { query: { action } });
  return (
    <ListPage
      name="audit"
      title={t('menu.audit')}
      intro={t('audit.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(action === undefined ? 'audit.empty' : 'audit.empty_filtered')}
      filters={
        <Input.Search
          key={action ?? ''}
          className="filter-search"
          aria-label={t('audit.action')}
          placeholder={t('audit.action_example')}
          defaultValue={action ?? ''}
          allowClear
          maxLength={60}
          onSearch={(value) => change({ action: value.trim() })}
        />
      }
    />
  );
}
