import type { IncidentDetail, IncidentStep } from '@tongxing/contract';
import { App, Button, Card, Form, Input, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { useSubmit } from '../../parts/use-submit';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';

function StepLine({ step }: { readonly step: IncidentStep }) {
  const { t } = useTranslation();
  const what = step.kind === 'state' && step.state !== null ? t(`words:incidentState.${step.state}`) : t(`words:incidentStep.${step.kind}`);
  return (
    <div className="step-line">
      <div>
        <strong>{what}</strong> <span className="quiet">{step.actor}</span> <When at={step.at} />
      </div>
      {step.note !== null && <p className="note">{step.note}</p>}
    </div>
  );
}

function dotColour(step: IncidentStep): string {
  if (step.kind === 'escalation') return 'red';
  return step.kind === 'note' ? 'gray' : 'blue';
}

function NoteForm({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const write = useCommand('POST /api/v1/incidents/:id/notes', ['incidents']);
  const { form, name, error, busy, run } = useSubmit<{ note: string }>(async (body) => {
    await write.mutateAsync({ params: { id }, body });
    form.resetFields();
    void message.success(t('incident.noted'));
  });
  return (
    <Form form={form} name={name} layout="vertical" onFinish={run} className="note-form">
      <Form.Item
        name="note"
        label={t('incident.write_note')}
        rules={[{ required: true, whitespace: true, message: t('errors:field.required') }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
      <ProblemAlert error={error} />
      <Button htmlType="submit" loading={busy}>
        {t('incident.add_note')}
      </Button>
    </Form>
  );
}

/** Every step taken, newest last as it happened, and where a watcher writes the next note. */
export function IncidentHistory({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const items = incident.steps.map((step, index) => ({
    key: `${step.at}-${index}`,
    color: dotColour(step),
    content: <StepLine step={step} />,
  }));
  return (
    <Card title={t('incident.history')}>
      <Timeline items={items} />
      {may('incident.note') && <NoteForm id={incident.id} />}
    </Card>
  );
}
