import type { Warning } from '@tongxing/contract';
import { VerdictMark } from '@tongxing/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { Waiting } from '../../parts/Clocks';
import type { Column } from '../../parts/columns';
import { FilterSelect } from '../../parts/FilterSelect';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { Reasons, StateTag } from '../../parts/Tags';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { WarningDrawer } from './WarningDrawer';

const STATES = ['open', 'acknowledged'] as const;
const KINDS = ['on_site', 'late'] as const;

function MessageSummary({ warning }: { readonly warning: Warning }) {
  const { t } = useTranslation();
  if (warning.late && warning.messages.length === 0) return <span className="quiet">—</span>;
  return (
    <ul className="plain-list">
      {warning.messages.map((message) => (
        <li key={message.audience}>
          <span className="quiet">{t(`words:messageAudience.${message.audience}`)}</span>{' '}
          <span className={message.state === 'undelivered' || message.state === 'expired' ? 'late' : ''}>
            {t(`words:messageState.${message.state}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useColumns(open: (id: string) => void): readonly Column<Warning>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'verdict',
      title: t('warning.verdict'),
      render: (row) => (
        <Button type="link" className="cell-link" onClick={() => open(row.id)}>
          <VerdictMark verdict={row.verdict} />
          {t(`words:verdict.${row.verdict}`)}
        </Button>
      ),
    },
    {
      key: 'state',
      title: t('warning.state'),
      render: (row) => (
        <span className="stacked">
          <StateTag of="warningState" value={row.state} />
          {row.late && <StateTag of="warningKind" value="late" />}
          {row.state === 'open' ? <Waiting since={row.recordedAt} /> : <span className="quiet">{row.receiver}</span>}
        </span>
      ),
    },
    { key: 'at', title: t('warning.at'), hidden: 'narrow', render: (row) => <When at={row.at} /> },
    { key: 'reasons', title: t('warning.reasons'), hidden: 'narrow', render: (row) => <Reasons codes={row.reasons} /> },
    { key: 'person', title: t('person.label'), hidden: 'narrow', render: (row) => <Person person={row.person} /> },
    { key: 'venue', title: t('venue.label'), render: (row) => <VenueCell venue={row.venue} division={row.division.name} /> },
    { key: 'messages', title: t('warning.messages'), hidden: 'narrow', render: (row) => <MessageSummary warning={row} /> },
  ];
}

function emptyText(state: string | undefined, kind: string | undefined): string {
  if (kind !== undefined) return 'warning.empty_kind';
  return state === 'open' ? 'warning.empty_open' : 'warning.empty';
}

/** Warnings of the own area; one opens in a drawer whose id stands in the address. */
export default function WarningsPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters(['state', 'kind', 'id']);
  const state = STATES.find((each) => each === filters.state);
  const kind = KINDS.find((each) => each === filters.kind);
  const list = useList('warnings', 'GET /api/v1/warnings', {
    query: { ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { late: String(kind === 'late') }) },
  });
  const columns = useColumns((id) => change({ id }));
  return (
    <ListPage
      name="warnings"
      title={t('menu.warnings')}
      intro={t('warning.intro')}
      list={list}
      columns={columns}
      rowKey={(row) => row.id}
      empty={t(emptyText(state, kind))}
      filters={
        <>
          <FilterSelect
            label={t('warning.state')}
            value={state}
            values={STATES}
            words="warningState"
            onChange={(next) => change({ state: next ?? '' })}
          />
          <FilterSelect
            label={t('warning.kind')}
            value={kind}
            values={KINDS}
            words="warningKind"
            onChange={(next) => change({ kind: next ?? '' })}
          />
        </>
      }
    >
      <WarningDrawer id={filters.id} onClose={() => change({ id: '' })} />
    </ListPage>
  );
}
