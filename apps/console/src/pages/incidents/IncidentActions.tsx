import type { IncidentDetail } from '@tongxing/contract';
import { INCIDENT_RESULTS, type IncidentResult } from '@tongxing/rules';
import { App, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useMay } from '../../session/session';

type Next = Exclude<IncidentDetail['state'], 'reported'>;

interface Move {
  readonly note?: string;
  readonly result?: IncidentResult;
}

function ResultField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="result" label={t('incident.result')} rules={[{ required: true, message: t('errors:field.required') }]}>
      <Select
        placeholder={t('incident.choose_result')}
        options={INCIDENT_RESULTS.map((value) => ({ value, label: t(`words:incidentResult.${value}`) }))}
      />
    </Form.Item>
  );
}

function MoveModal({ incident, to, onClose }: { readonly incident: IncidentDetail; readonly to: Next; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const move = useCommand('POST /api/v1/incidents/:id/transitions', ['incidents', 'work', 'flow', 'warnings']);
  const isClosing = to === 'closed';
  const submit = async ({ note, result }: Move) => {
    const words = note?.trim() ?? '';
    const body = { to, ...(words === '' ? {} : { note: words }), ...(result === undefined ? {} : { result }) };
    await move.mutateAsync({ params: { id: incident.id }, body });
    void message.success(t('incident.moved', { state: t(`words:incidentState.${to}`) }));
  };
  return (
    <FormModal<Move>
      title={t(`incident.move.${to}`)}
      onClose={onClose}
      submitLabel={t(`incident.move.${to}`)}
      danger={isClosing}
      onSubmit={submit}
      intro={<p className="quiet">{t(`incident.move_help.${to}`)}</p>}
    >
      {isClosing && <ResultField />}
      <WordsField name="note" label={t('incident.note')} max={500} required={isClosing} />
    </FormModal>
  );
}

/** The states an incident may go to next, for accounts that handle incidents; nobody else sees a button. */
export function IncidentActions({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const [to, setTo] = useState<Next>();
  if (!may('incident.handle')) return null;
  const next = incident.next.filter((state): state is Next => state !== 'reported');
  return (
    <>
      {next.map((state, index) => (
        <Button
          key={state}
          type={index === 0 ? 'primary' : 'default'}
          danger={state === 'closed' && index > 0}
          onClick={() => setTo(state)}
        >
          {t(`incident.move.${state}`)}
        </Button>
      ))}
      {to !== undefined && <MoveModal incident={incident} to={to} onClose={() => setTo(undefined)} />}
    </>
  );
}
