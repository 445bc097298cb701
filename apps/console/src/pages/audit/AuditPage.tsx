import type { AuditEvent } from '@tongxing/contract';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { When } from '../../parts/When';
import { AUDIT_ACTIONS } from './audit-actions';

/** What was done in words; its code, which other systems know it by, on hover. An unknown one stays a code. */
function Action({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return <span title={code}>{t(`audit.of.${code}`, { defaultValue: code })}</span>;
}

function ActionFilter({ value, onChange }: { readonly value: string | undefined; readonly onChange: (action: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="filter">
      <span className="filter-label" aria-hidden>
        {t('audit.action')}
      </span>
      <Select
        className="filter-action"
        aria-label={t('audit.action')}
        placeholder={t('list.all_values')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={value ?? null}
        options={AUDIT_ACTIONS.map((action) => ({ value: action, label: t(`audit.of.${action}`), title: action }))}
        onChange={(next) => onChange(next ?? '')}
      />
    </div>
  );
}

function useColumns(): readonly Column<AuditEvent>[] {
  const { t } = useTranslation();
  return [
    { key: 'at', title: t('audit.at'), render: (row) => <When at={row.at} /> },
    { key: 'action', title: t('audit.action'), render: (row) => <Action code={row.action} /> },
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
    { key: 'subject', title: t('audit.subject'), hidden: 'narrow', render: (row) => <code className="quiet">{row.subject}</code> },
    { key: 'reason', title: t('audit.reason'), render: (row) => row.reason ?? <span className="quiet">—</span> },
    { key: 'requestId', title: t('audit.request'), hidden: 'always', render: (row) => <code className="quiet">{row.requestId}</code> },
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
      filters={<ActionFilter value={action} onChange={(next) => change({ action: next })} />}
    />
  );
}
