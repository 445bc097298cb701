import type { Trace } from '@tongxing/contract';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';

const STATES: readonly Trace['state'][] = ['requested', 'approved', 'refused', 'completed'];

function useColumns(): readonly Column<Trace>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'case',
      title: t('case.label'),
      render: (row) => (
        <Link href={`/traces/${row.id}`} className="cell-link">
          {row.caseNumber}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('trace.state'),
      render: (row) => (
        <span className="stacked">
          <StateTag of="traceState" value={row.state} />
          {row.mayDecide && <Tag color="processing">{t('trace.you_decide')}</Tag>}
        </span>
      ),
    },
    {
      key: 'window',
      hidden: 'narrow',
      title: t('trace.window'),
      render: (row) => (
        <span>
          <When at={row.from} /> – <When at={row.to} />
        </span>
      ),
    },
    {
      key: 'basis',
      hidden: 'narrow',
      title: t('trace.basis'),
      render: (row) => (
        <span className="stacked">
          <span>{t(`words:legalBasis.${row.legalBasis}`)}</span>
          <span className="quiet">{row.basisReference}</span>
        </span>
      ),
    },
    {
      key: 'requested',
      title: t('trace.requested_by'),
      render: (row) => (
        <span className="stacked">
          <span>{row.requestedBy}</span>
          <When at={row.requestedAt} />
        </span>
      ),
    },
    {
      key: 'decided',
      hidden: 'narrow',
      title: t('trace.decided_by'),
      render: (row) => (
        <span className="stacked">
          {row.decidedBy}
          <When at={row.decidedAt} />
        </span>
      ),
    },
    {
      key: 'contacts',
      title: t('trace.contacts'),
      align: 'right',
      hidden: 'narrow',
      render: (row) => row.contacts ?? <span className="quiet">—</span>,
    },
  ];
}

/** Traces with their state; nothing is looked up before a second person has approved. */
export default function TracesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, change] = useFilters(['state', 'caseId']);
  const state = STATES.find((each) => each === filters.state);
  const { caseId } = filters;
  const query = { ...(state === undefined ? {} : { state }), ...(caseId === undefined ? {} : { caseId }) };
  const list = useList('traces', 'GET /api/v1/traces', { query });
  const isFiltered = Object.keys(query).length > 0;
  return (
    <ListPage
      name="traces"
      title={t('menu.traces')}
      intro={t('trace.intro')}
      list={list}
      columns={useColumns()}
      rowKey={(row) => row.id}
      empty={t(isFiltered ? 'trace.empty_filtered' : may('trace.request') ? 'trace.empty_request' : 'trace.empty')}
      actions={
        may('trace.request') && (
          <Link href="/traces/new" asChild>
            <Button type="primary">{t('trace.request')}</Button>
          </Link>
        )
      }
      filters={
        <>
          <FilterSelect
            label={t('trace.state')}
            value={state}
            values={STATES}
            words="traceState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          {caseId !== undefined && (
            <Tag closable onClose={() => change({ caseId: '' })} className="filter-tag">
              {t('trace.of_case', { number: list.rows[0]?.caseNumber ?? '' })}
            </Tag>
          )}
        </>
      }
    />
  );
}
