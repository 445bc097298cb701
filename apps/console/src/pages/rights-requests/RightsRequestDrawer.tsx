import type { RightsRequest } from '@tongxing/contract';
import { Alert, App, Button, Descriptions, Drawer, Form, Input, Radio, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useRead } from '../../api/hooks';
import { useRequired } from '../../parts/Fields';
import { ProblemAlert, ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { useSubmit } from '../../parts/use-submit';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { Due } from './Due';
import { WantedPanel } from './WantedPanel';

const DECISIONS = ['granted', 'partly', 'refused'] as const;

interface Values {
  readonly decision: (typeof DECISIONS)[number];
  readonly answer: string;
}

/** Somebody is who they say or is not. */
const decisionsOf = ({ kind }: RightsRequest) => DECISIONS.filter((each) => kind !== 'claim' || each !== 'partly');

function Decide({ request }: { readonly request: RightsRequest }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const isRequired = useRequired();
  const decide = useCommand('POST /api/v1/rights-requests/:id/decision', ['rights-requests', 'work']);
  const { form, name, error, busy, run } = useSubmit<Values>(async (body) => {
    await decide.mutateAsync({ params: { id: request.id }, body });
    void message.success(t('rights_request.decided'));
  });
  return (
    <Form form={form} name={name} layout="vertical" onFinish={run}>
      <Form.Item
        name="decision"
        label={t('rights_request.decision')}
        rules={[isRequired]}
        extra={t(`rights_request.granting.${request.kind}`)}
      >
        <Radio.Group options={decisionsOf(request).map((value) => ({ value, label: t(`words:rightsRequestState.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="answer"
        label={t('rights_request.answer')}
        rules={[isRequired, { min: 4, message: t('errors:field.too_short') }]}
        extra={t('rights_request.answer_help')}
      >
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('rights_request.decide')}
      </Button>
    </Form>
  );
}

function Outcome({ request }: { readonly request: RightsRequest }) {
  const { t } = useTranslation();
  const may = useMay();
  if (request.state === 'waiting') return <Alert type="info" showIcon title={t('rights_request.waits')} />;
  if (request.state === 'open') return may('rights_request.handle') ? <Decide request={request} /> : <Due request={request} />;
  return (
    <p>
      {request.decidedBy ?? t('rights_request.by_itself')} <When at={request.decidedAt} />
      {request.answer !== null && <q className="note">{request.answer}</q>}
    </p>
  );
}

function Facts({ request }: { readonly request: RightsRequest }) {
  const { t } = useTranslation();
  const { evidence } = request;
  const items = [
    { key: 'kind', label: t('rights_request.kind'), children: t(`words:rightsRequestKind.${request.kind}`) },
    { key: 'person', label: t('rights_request.asked'), children: <WantedPanel request={request} /> },
    { key: 'madeAt', label: t('rights_request.made_at'), children: <When at={request.madeAt} /> },
    { key: 'due', label: t('rights_request.due'), children: <Due request={request} /> },
    ...(evidence === null
      ? []
      : [
          {
            key: 'evidence',
            label: t('rights_request.evidence'),
            children: (
              <span className="stacked">
                {t(`words:evidenceKind.${evidence.kind}`)}
                <span className="quiet">{evidence.source}</span>
                <When at={evidence.recordedAt} />
                <span className="digits quiet">{evidence.id}</span>
                {evidence.withdrawn ? t('rights_request.evidence_withdrawn') : <Link href="/evidence">{t('menu.evidence')}</Link>}
              </span>
            ),
          },
        ]),
  ];
  return <Descriptions column={1} size="small" bordered items={items} />;
}

function RequestBody({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('rights-requests', 'GET /api/v1/rights-requests/:id', { params: { id } });
  if (read.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <div className="drawer-verdict">
        <strong className="digits">{read.data.number}</strong>
        <StateTag of="rightsRequestState" value={read.data.state} />
      </div>
      <Facts request={read.data} />
      <h3>{t('rights_request.outcome')}</h3>
      <Outcome request={read.data} />
    </>
  );
}

/** One request: what is asked for, masked, and the answer. */
export function RightsRequestDrawer({ id, onClose }: { readonly id: string | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('rights_request.label')} open={id !== undefined} onClose={onClose} size={560} destroyOnHidden>
      {id !== undefined && <RequestBody key={id} id={id} />}
    </Drawer>
  );
}
