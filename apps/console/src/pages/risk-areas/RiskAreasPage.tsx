import type { RiskArea } from '@tongxing/contract';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { RiskAreaDrawer } from './RiskAreaDrawer';

function EndModal({ area, onClose }: { readonly area: RiskArea; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const end = useCommand('POST /api/v1/risk-areas/:id/end', ['risk-areas']);
  const submit = async (body: { source: string }) => {
    await end.mutateAsync({ params: { id: area.id }, body });
    void message.success(t('risk_area.ended'));
  };
  return (
    <FormModal<{ source: string }>
      title={t('risk_area.end_title', { area: area.division.path })}
      onClose={onClose}
      submitLabel={t('risk_area.end')}
      danger
      onSubmit={submit}
      intro={<p className="quiet">{t('risk_area.end_help')}</p>}
    >
      <WordsField name="source" label={t('risk_area.source')} max={120} min={2} required help={t('risk_area.source_help')} />
    </FormModal>
  );
}

function useColumns(onEnd: (area: RiskArea) => void): readonly Column<RiskArea>[] {
  const { t } = useTranslation();
  const may = useMay();
  const columns: Column<RiskArea>[] = [
    { key: 'division', title: t('division.label'), render: (row) => row.division.path },
    { key: 'level', title: t('risk_area.level'), render: (row) => <StateTag of="riskLevel" value={row.level} /> },
    { key: 'source', title: t('risk_area.source'), hidden: 'narrow', render: (row) => row.source },
    { key: 'from', title: t('period.from'), hidden: 'narrow', render: (row) => <When at={row.validFrom} /> },
    { key: 'to', title: t('period.to'), render: (row) => (row.validTo === null ? t('period.in_force') : <When at={row.validTo} />) },
  ];
  if (!may('risk_area.edit')) return columns;
  const action: Column<RiskArea> = {
    key: 'action',
    title: '',
    align: 'right',
    render: (row) =>
      row.validTo === null && (
        <Button type="link" danger className="cell-link" onClick={() => onEnd(row)}>
          {t('risk_area.end')}
        </Button>
      ),
  };
  return [...columns, action];
}

/** Risk areas with their validity; added from official lists, ended and never deleted. */
export default function RiskAreasPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, change] = useFilters(['current']);
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<RiskArea>();
  const isCurrent = filters.current === 'true';
  const list = useList('risk-areas', 'GET /api/v1/risk-areas', isCurrent ? { query: { current: 'true' } } : {});
  return (
    <ListPage
      name="risk-areas"
      title={t('menu.risk_areas')}
      intro={t('risk_area.intro')}
      list={list}
      columns={useColumns(setEnding)}
      rowKey={(row) => row.id}
      empty={t(may('risk_area.edit') ? 'risk_area.empty_edit' : 'risk_area.empty')}
      actions={
        may('risk_area.edit') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('risk_area.add')}
          </Button>
        )
      }
      filters={
        <Checkbox checked={isCurrent} onChange={(event) => change({ current: event.target.checked ? 'true' : '' })}>
          {t('risk_area.only_current')}
        </Checkbox>
      }
    >
      <RiskAreaDrawer open={isAdding} onClose={() => setAdding(false)} />
      {ending !== undefined && <EndModal area={ending} onClose={() => setEnding(undefined)} />}
    </ListPage>
  );
}
