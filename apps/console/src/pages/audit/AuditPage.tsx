import type { AuditEvent } from '@tongxing/contract';
import { useSystem } from '@tongxing/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ExportButton } from '../../parts/ExportButton';
import { useFilters } from '../../parts/filters';
import { ListTable } from '../../parts/ListPage';
import { PageFrame } from '../../parts/PageFrame';
import { When } from '../../parts/When';
import { AuditFilterForm } from './AuditFilters';
import { AUDIT_FILTERS, type AuditFilters, auditQuery, changesOf } from './audit-query';
import { ProofCard } from './ProofCard';

/** What was done in words; its code, which other systems know it by, on hover. An unknown one stays a code. */
function Action({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return <span title={code}>{t(`audit.of.${code}`, { defaultValue: code })}</span>;
}

/** The first eight digits tell ids apart; the whole stands on hover. */
const shortened = (token: string) => token.replace(/(?<=[0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f-]+$/, '');

/** A token that the list can be narrowed to. */
function Narrow({ value, shown, onChoose }: { readonly value: string | null; readonly shown?: string; readonly onChoose: () => void }) {
  if (value === null) return <span className="quiet">—</span>;
  return (
    <Button type="link" size="small" className="token" title={value} onClick={onChoose}>
      <code>{shown ?? value}</code>
    </Button>
  );
}

function Changes({ event }: { readonly event: AuditEvent }) {
  const changes = changesOf(event.before, event.after);
  if (changes.length === 0) return <span className="quiet">—</span>;
  return (
    <span className="stacked">
      {changes.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}

function useColumns(change: (next: AuditFilters) => void): readonly Column<AuditEvent>[] {
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
          <span className="quiet">
            {t(`words:role.${row.role}`, { defaultValue: t(`audit.role.${row.role.replace(' ', '_')}`, { defaultValue: row.role }) })}
          </span>
        </span>
      ),
    },
    { key: 'area', title: t('audit.area'), hidden: 'always', render: (row) => <code className="quiet">{row.area ?? '—'}</code> },
    {
      key: 'subject',
      title: t('audit.subject'),
      hidden: 'narrow',
      render: ({ subject }) => <Narrow value={subject} shown={shortened(subject)} onChoose={() => change({ subject })} />,
    },
    {
      key: 'token',
      title: t('audit.person'),
      hidden: 'narrow',
      render: ({ token }) => <Narrow value={token} shown={token?.slice(0, 8) ?? ''} onChoose={() => change({ token: token ?? '' })} />,
    },
    {
      key: 'matter',
      title: t('audit.matter'),
      hidden: 'narrow',
      render: ({ matter }) => <Narrow value={matter} shown={shortened(matter ?? '')} onChoose={() => change({ matter: matter ?? '' })} />,
    },
    { key: 'reason', title: t('audit.reason'), render: (row) => row.reason ?? <span className="quiet">—</span> },
    { key: 'change', title: t('audit.change'), hidden: 'narrow', render: (row) => <Changes event={row} /> },
    { key: 'requestId', title: t('audit.request'), hidden: 'always', render: (row) => <code className="quiet">{row.requestId}</code> },
  ];
}

/** Who looked at or changed what, and how far that is proof. Reading this is itself written down, and the page says so. */
export default function AuditPage() {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const [filters, change] = useFilters(AUDIT_FILTERS);
  const query = auditQuery(filters, timeZone);
  const isFiltered = Object.keys(filters).length > 0;
  const list = useList('audit', 'GET /api/v1/audit-events', isFiltered ? { query } : {});
  return (
    <PageFrame
      title={t('menu.audit')}
      intro={t('audit.intro')}
      actions={<ExportButton route="POST /api/v1/audit-exports" filter={query} />}
    >
      <ProofCard />
      <ListTable
        name="audit"
        title={t('menu.audit')}
        list={list}
        columns={useColumns(change)}
        rowKey={(row) => row.id}
        empty={t(isFiltered ? 'audit.empty_filtered' : 'audit.empty')}
        filters={<AuditFilterForm filters={filters} change={change} />}
      />
    </PageFrame>
  );
}
