import type { Warning } from '@tongxing/contract';
import { VerdictMark } from '@tongxing/ui';
import { App, Button, Descriptions, Drawer, Form, Input, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useRead } from '../../api/hooks';
import { Waiting } from '../../parts/Clocks';
import { Person } from '../../parts/Person';
import { ProblemAlert, ProblemResult } from '../../parts/Problem';
import { Reasons, StateTag } from '../../parts/Tags';
import { useSubmit } from '../../parts/use-submit';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { MessageLine } from './MessageLine';

function Acknowledge({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const acknowledge = useCommand('POST /api/v1/warnings/:id/acknowledgement', ['warnings', 'work']);
  const { form, name, error, busy, run } = useSubmit<{ note?: string }>(async ({ note }) => {
    const words = note?.trim() ?? '';
    await acknowledge.mutateAsync({ params: { id }, body: words === '' ? {} : { note: words } });
    void message.success(t('warning.acknowledged'));
  });
  return (
    <Form form={form} name={name} layout="vertical" onFinish={run} className="acknowledge">
      <Form.Item name="note" label={t('warning.note_label')} extra={t('warning.note_help')}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('warning.acknowledge')}
      </Button>
    </Form>
  );
}

function Facts({ warning }: { readonly warning: Warning }) {
  const { t } = useTranslation();
  const may = useMay();
  const items = [
    { key: 'reasons', label: t('warning.reasons'), children: <Reasons codes={warning.reasons} /> },
    { key: 'person', label: t('person.label'), children: <Person person={warning.person} /> },
    { key: 'venue', label: t('venue.label'), children: <VenueCell venue={warning.venue} /> },
    { key: 'division', label: t('division.label'), children: warning.division.path },
    { key: 'at', label: t('warning.at'), children: <When at={warning.at} /> },
    warning.incidentId === null
      ? { key: 'recordedAt', label: t('warning.recorded_at'), children: <When at={warning.recordedAt} /> }
      : {
          key: 'incident',
          label: t('incident.label'),
          children: may('incident.read') ? (
            <Link href={`/incidents/${warning.incidentId}`}>{t('warning.open_incident')}</Link>
          ) : (
            t('warning.has_incident')
          ),
        },
  ];
  return <Descriptions column={1} size="small" bordered items={items} />;
}

function Receipt({ warning }: { readonly warning: Warning }) {
  const { t } = useTranslation();
  const may = useMay();
  if (warning.state === 'acknowledged')
    return (
      <p>
        {t('warning.taken_by', { receiver: warning.receiver })} <When at={warning.acknowledgedAt} />
        {warning.note !== null && <q className="note">{warning.note}</q>}
      </p>
    );
  return may('warning.acknowledge') ? <Acknowledge id={warning.id} /> : <p className="quiet">{t('warning.waits')}</p>;
}

function WarningBody({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('warnings', 'GET /api/v1/warnings/:id', { params: { id } });
  if (read.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  const warning = read.data;
  return (
    <>
      <div className="drawer-verdict">
        <VerdictMark verdict={warning.verdict} />
        <strong>{t(`words:verdict.${warning.verdict}`)}</strong>
        <StateTag of="warningState" value={warning.state} />
        {warning.late && <StateTag of="warningKind" value="late" />}
        {warning.state === 'open' && <Waiting since={warning.recordedAt} />}
      </div>
      {warning.late && <p>{t('warning.late_note')}</p>}
      <Facts warning={warning} />
      <h3>{t('warning.messages')}</h3>
      {warning.late && warning.messages.length === 0 && <p className="quiet">{t('warning.no_messages')}</p>}
      {warning.messages.map((each) => (
        <MessageLine key={each.audience} message={each} />
      ))}
      <h3>{t('warning.receipt')}</h3>
      <Receipt warning={warning} />
    </>
  );
}

interface WarningDrawerProps {
  readonly id: string | undefined;
  readonly onClose: () => void;
}

/** One warning: what happened, how far its messages came, and who has taken it over. */
export function WarningDrawer({ id, onClose }: WarningDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('warning.label')} open={id !== undefined} onClose={onClose} size={560} destroyOnHidden>
      {id !== undefined && <WarningBody id={id} />}
    </Drawer>
  );
}
