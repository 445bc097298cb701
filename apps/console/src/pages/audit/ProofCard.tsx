import type { AuditState } from '@tongxing/contract';
import { Alert, Button, Card, Descriptions, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useRead } from '../../api/hooks';
import { ProblemAlert, PutOffLine } from '../../parts/Problem';
import { When } from '../../parts/When';

type Verified = NonNullable<AuditState['verification']>;

/** Nothing found is one line; what was found names the first places. */
function Result({ verification }: { readonly verification: Verified }) {
  const { t } = useTranslation();
  if (verification.found === 0) return <span>{t('audit.proof.sound', { count: verification.events })}</span>;
  return (
    <span className="stacked">
      <strong className="late">{t('audit.proof.found', { count: verification.found })}</strong>
      {verification.findings.map((finding) => (
        <span key={`${finding.kind}-${finding.eventId ?? ''}-${finding.seal ?? ''}-${finding.position ?? ''}`}>
          {t(`audit.finding.${finding.kind}`, { defaultValue: finding.kind })}{' '}
          <span className="quiet digits">{[finding.position, finding.eventId, finding.seal].map((place) => place ?? '—').join(' / ')}</span>
        </span>
      ))}
    </span>
  );
}

function Facts({ state }: { readonly state: AuditState }) {
  const { t } = useTranslation();
  const { head, verification } = state;
  const items = [
    {
      key: 'sealed',
      label: t('audit.proof.sealed'),
      children: (
        <span className="stacked">
          <span>
            {t('audit.proof.events', { count: state.sealedEvents })} · <When at={state.sealedAt} />
          </span>
          {state.waiting > 0 && <span className="quiet">{t('audit.proof.waiting', { count: state.waiting })}</span>}
        </span>
      ),
    },
    {
      key: 'head',
      label: t('audit.proof.head'),
      children: (
        <span className="stacked">
          <span>{t(`audit.proof.head_is.${head.state}`)}</span>
          {head.sealedAt !== null && (
            <span className="quiet">
              <When at={head.sealedAt} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'verified',
      label: t('audit.proof.verified'),
      children:
        verification === null ? (
          <span className="quiet">{t('audit.proof.never')}</span>
        ) : (
          <span className="stacked">
            <span>
              <When at={verification.at} /> · {verification.by}
            </span>
            <Result verification={verification} />
          </span>
        ),
    },
  ];
  return <Descriptions column={{ xs: 1, md: 3 }} layout="vertical" colon={false} size="small" items={items} />;
}

const BAD_HEADS: readonly AuditState['head']['state'][] = ['unreadable', 'not_ours', 'log_ends_early', 'log_rewritten'];

/** How far the log is proof: what is sealed, whether the head outside fits, and what the last verification found. */
export function ProofCard() {
  const { t } = useTranslation();
  const read = useRead('audit-state', 'GET /api/v1/audit-state');
  const verify = useCommand('POST /api/v1/audit-verifications', ['audit-state']);
  const state = read.data;
  const isBroken = state !== undefined && (BAD_HEADS.includes(state.head.state) || (state.verification?.found ?? 0) > 0);
  return (
    <Card
      className="proof-card"
      size="small"
      title={t('audit.proof.title')}
      extra={
        <Button size="small" loading={verify.isPending} onClick={() => verify.mutate({})}>
          {t('audit.proof.verify')}
        </Button>
      }
    >
      {isBroken && <Alert type="error" showIcon role="alert" className="problem" title={t('audit.proof.broken')} />}
      <PutOffLine error={read.error} />
      {state === undefined ? read.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} /> : <Facts state={state} />}
      <ProblemAlert error={verify.error} />
    </Card>
  );
}
