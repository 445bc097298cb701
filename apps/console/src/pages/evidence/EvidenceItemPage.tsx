import type { EvidenceStep, HealthEvidence } from '@tongxing/contract';
import { Alert, Card, Descriptions, Skeleton, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { Person } from '../../parts/Person';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { EvidenceActions } from './EvidenceActions';

/** What still has to happen, by where it stands now. */
const AHEAD: Readonly<Partial<Record<HealthEvidence['state'], 'to_confirm' | 'to_withdraw'>>> = {
  to_confirm: 'to_confirm',
  withdrawal_requested: 'to_withdraw',
};

function Taken({ step }: { readonly step: EvidenceStep }) {
  return (
    <span className="stacked">
      {step.by}
      <When at={step.at} />
      {step.note !== null && <span className="step-note">{step.note}</span>}
    </span>
  );
}

/** Who recorded it, who confirmed it, and what came of it. */
function Procedure({ evidence }: { readonly evidence: HealthEvidence }) {
  const { t } = useTranslation();
  const ahead = AHEAD[evidence.state];
  const hasEnded = evidence.state === 'refused' || evidence.state === 'withdrawn';
  const taken = evidence.steps.map((step, place) => ({
    title: t(`words:evidenceStep.${step.step}`),
    content: <Taken step={step} />,
    status: hasEnded && place === evidence.steps.length - 1 ? ('error' as const) : ('finish' as const),
  }));
  const coming = ahead === undefined ? [] : [{ title: t(`evidence.ahead.${ahead}`), status: 'process' as const }];
  return <Steps current={taken.length} items={[...taken, ...coming]} titlePlacement="vertical" className="procedure" />;
}

function Facts({ evidence }: { readonly evidence: HealthEvidence }) {
  const { t } = useTranslation();
  const items = [
    { key: 'person', label: t('person.label'), children: <Person person={evidence.person} /> },
    { key: 'kind', label: t('evidence.kind'), children: t(`words:evidenceKind.${evidence.kind}`) },
    { key: 'colour', label: t('evidence.colour'), children: <StateTag of="colour" value={evidence.colour} /> },
    { key: 'source', label: t('evidence.source'), children: evidence.source },
    { key: 'sampled', label: t('evidence.sampled_at'), children: <When at={evidence.sampledAt} /> },
    { key: 'until', label: t('evidence.valid_until'), children: <When at={evidence.validUntil} /> },
  ];
  return <Descriptions column={{ xs: 1, md: 2 }} size="small" items={items} className="facts" />;
}

/** What the state means for the person it is about, and for whoever looks at it now. */
function StateNotice({ evidence }: { readonly evidence: HealthEvidence }) {
  const { t } = useTranslation();
  const { state, mayDecide } = evidence;
  const tone = state === 'confirmed' ? 'success' : state === 'refused' || state === 'lapsed' ? 'warning' : 'info';
  const what = mayDecide ? `${state}_decide` : state;
  return <Alert type={tone} showIcon className="problem" title={t(`evidence.notice.${what}`)} />;
}

/** One piece of evidence: what it says, on whose word it counts, and every step since. */
export default function EvidenceItemPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('evidence', 'GET /api/v1/health-evidence/:id', { params: { id } });
  const above = [{ title: t('menu.evidence'), href: '/evidence' }];
  const evidence = read.data;
  if (evidence === undefined)
    return (
      <PageFrame title={t('evidence.label')} above={above}>
        {read.isPending ? (
          <Skeleton active paragraph={{ rows: 8 }} />
        ) : (
          <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
        )}
      </PageFrame>
    );
  return (
    <PageFrame
      title={t('evidence.title', { kind: t(`words:evidenceKind.${evidence.kind}`), name: evidence.person.name })}
      above={above}
      intro={<StateTag of="evidenceState" value={evidence.state} />}
      actions={<EvidenceActions evidence={evidence} />}
    >
      <StateNotice evidence={evidence} />
      <Card className="trace-top">
        <Procedure evidence={evidence} />
        <Facts evidence={evidence} />
      </Card>
    </PageFrame>
  );
}
