import type { StickerFindingItem } from '@tongxing/contract';
import { STICKER_FINDINGS } from '@tongxing/rules';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { DivisionFilter } from '../../parts/DivisionFilter';
import { FilterSelect } from '../../parts/FilterSelect';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';

const STATES = ['open', 'closed'] as const;

function useColumns(onClose: (finding: StickerFindingItem) => void): readonly Column<StickerFindingItem>[] {
  const { t } = useTranslation();
  return [
    { key: 'kind', title: t('sticker.kind'), render: (row) => t(`words:stickerFinding.${row.kind}`) },
    { key: 'venue', title: t('venue.label'), render: (row) => <VenueCell venue={row.venue} /> },
    { key: 'division', title: t('division.label'), hidden: 'narrow', render: (row) => row.division.name },
    { key: 'issue', title: t('sticker.which'), hidden: 'narrow', render: (row) => t('sticker.issue', { issue: row.issue }) },
    {
      key: 'distance',
      title: t('sticker.distance_label'),
      hidden: 'narrow',
      render: (row) => (row.distance === null ? '' : t('sticker.metres', { metres: row.distance })),
    },
    { key: 'found', title: t('sticker.found'), render: (row) => <When at={row.foundAt} /> },
    {
      key: 'step',
      title: '',
      align: 'right',
      render: (row) =>
        row.closed === null ? (
          <Button onClick={() => onClose(row)}>{t('sticker.close')}</Button>
        ) : (
          <span className="quiet">{t('sticker.closed_by', row.closed)}</span>
        ),
    },
  ];
}

/** What is wrong with printed codes of the own area, newest first. */
export default function StickerFindingsPage() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [filters, change] = useFilters(['state', 'kind', 'division']);
  const [closing, setClosing] = useState<StickerFindingItem>();
  const state = STATES.find((each) => each === filters.state) ?? 'open';
  const kind = STICKER_FINDINGS.find((each) => each === filters.kind);
  const query = {
    state,
    ...(kind === undefined ? {} : { kind }),
    ...(filters.division === undefined ? {} : { divisionCode: filters.division }),
  };
  const list = useList('sticker-findings', 'GET /api/v1/sticker-findings', { query });
  const close = useCommand('POST /api/v1/sticker-findings/:id/closure', ['sticker-findings']);
  const submit = async (body: { note: string }) => {
    if (closing === undefined) return;
    await close.mutateAsync({ params: { id: closing.id }, body });
    void message.success(t('sticker.closed'));
  };
  const isFiltered = kind !== undefined || filters.division !== undefined || state === 'closed';
  return (
    <ListPage
      name="sticker-findings"
      title={t('menu.sticker_findings')}
      intro={t('sticker.findings_intro')}
      list={list}
      columns={useColumns(setClosing)}
      rowKey={(row) => row.id}
      empty={t(isFiltered ? 'sticker.empty_filtered' : 'sticker.empty')}
      filters={
        <>
          <Segmented
            aria-label={t('sticker.state')}
            value={state}
            options={STATES.map((value) => ({ value, label: t(`sticker.state_of.${value}`) }))}
            onChange={(next) => change({ state: next === 'open' ? '' : next })}
          />
          <FilterSelect
            label={t('sticker.kind')}
            value={kind}
            values={STICKER_FINDINGS}
            words="stickerFinding"
            onChange={(next) => change({ kind: next ?? '' })}
          />
          <DivisionFilter value={filters.division} onChange={(division) => change({ division })} />
        </>
      }
    >
      {closing !== undefined && (
        <FormModal<{ note: string }>
          title={t('sticker.close_title', { name: closing.venue.name })}
          submitLabel={t('sticker.close')}
          onClose={() => setClosing(undefined)}
          onSubmit={submit}
          intro={<p>{t(`words:stickerFinding.${closing.kind}`)}</p>}
        >
          <WordsField name="note" label={t('sticker.note')} max={200} required />
        </FormModal>
      )}
    </ListPage>
  );
}
