import { PrinterOutlined } from '@ant-design/icons';
import type { Trace } from '@tongxing/contract';
import { Alert, Button, Card, Descriptions, Skeleton, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { DecisionButtons } from './DecisionButtons';
import { TraceFindings } from './TraceFindings';

function Procedure({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const isRefused = trace.state === 'refused';
  const current = { requested: 1, approved: 2, refused: 1, completed: 3 }[trace.state];
  const items = [
    { title: t('trace.asked'), content: <Signed by={trace.requestedBy} at={trace.requestedAt} /> },
    {
      title: isRefused
        ? t('words:traceState.refused')
        : trace.decidedAt === null
          ? t('words:traceState.requested')
          : t('words:traceState.approved'),
      content: <Signed by={trace.decidedBy} at={trace.decidedAt} />,
    },
    { title: t('words:traceState.completed'), content: <When at={trace.completedAt} /> },
  ];
  return <Steps current={current} status={isRefused ? 'error' : 'process'} items={items} titlePlacement="vertical" className="procedure" />;
}

function Signed({ by, at }: { readonly by: string | null; readonly at: string | null }) {
  return (
    <span className="stacked">
      {by}
      <When at={at} />
    </span>
  );
}

function Facts({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const items = [
    { key: 'basis', label: t('trace.basis'), children: t(`words:legalBasis.${trace.legalBasis}`) },
    { key: 'order', label: t('trace.order_number'), children: trace.basisReference },
    {
      key: 'window',
      label: t('trace.window'),
      children: (
        <span>
          <When at={trace.from} /> – <When at={trace.to} />
        </span>
      ),
    },
    { key: 'lag', label: t('trace.lag'), children: t('time.minutes', { count: trace.lagMinutes }) },
    { key: 'purpose', label: t('trace.purpose'), span: 2, children: trace.purpose },
    ...(trace.decisionNote === null ? [] : [{ key: 'note', label: t('trace.decision_note'), span: 2, children: trace.decisionNote }]),
  ];
  return <Descriptions column={{ xs: 1, md: 2 }} size="small" items={items} className="facts" />;
}

/** What the state means for whoever looks at it now. */
function StateNotice({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  if (trace.state === 'requested')
    return <Alert type="info" showIcon className="problem" title={t(trace.mayDecide ? 'trace.decide_notice' : 'trace.wait_notice')} />;
  if (trace.state === 'refused') return <Alert type="warning" showIcon className="problem" title={t('trace.refused_notice')} />;
  if (trace.state === 'approved') return <Alert type="info" showIcon className="problem" title={t('trace.running_notice')} />;
  return null;
}

/** One trace: who asked and why, who decided, and after completion what it found. */
export default function TracePage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('traces', 'GET /api/v1/traces/:id', { params: { id } });
  const above = [{ title: t('menu.traces'), href: '/traces' }];
  if (read.data === undefined)
    return (
      <PageFrame title={t('trace.label')} above={above}>
        {read.isPending ? (
          <Skeleton active paragraph={{ rows: 10 }} />
        ) : (
          <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
        )}
      </PageFrame>
    );
  const trace = read.data;
  const isDone = trace.state === 'completed';
  return (
    <PageFrame
      title={t('trace.title', { number: trace.caseNumber })}
      above={above}
      intro={<StateTag of="traceState" value={trace.state} />}
      actions={
        <>
          {trace.mayDecide && <DecisionButtons trace={trace} />}
          {isDone && (
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t('action.print')}
            </Button>
          )}
        </>
      }
    >
      <StateNotice trace={trace} />
      <Card className="trace-top">
        <Procedure trace={trace} />
        <Facts trace={trace} />
      </Card>
      {isDone && <TraceFindings trace={trace} />}
    </PageFrame>
  );
}
