import type { IncidentDetail } from '@tongxing/contract';
import { INCIDENT_STATES } from '@tongxing/rules';
import { Card, Descriptions, Skeleton, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { BigClock } from '../../parts/Clocks';
import { PageFrame } from '../../parts/PageFrame';
import { Person } from '../../parts/Person';
import { ProblemResult } from '../../parts/Problem';
import { Reasons, StateTag } from '../../parts/Tags';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { EscalationTag } from './EscalationTag';
import { IdentityPanel } from './IdentityPanel';
import { IncidentActions } from './IncidentActions';
import { IncidentHistory } from './IncidentHistory';

/** When each state was entered; a state that was skipped has no moment. */
function enteredAt(incident: IncidentDetail, state: string): string | undefined {
  return incident.steps.find((step) => step.kind === 'state' && step.state === state)?.at;
}

function Procedure({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation();
  const items = INCIDENT_STATES.map((state) => {
    const at = enteredAt(incident, state);
    return { title: t(`words:incidentState.${state}`), content: at === undefined ? '' : <When at={at} /> };
  });
  const current = INCIDENT_STATES.indexOf(incident.state);
  const isClosed = incident.state === 'closed';
  const status = isClosed ? 'finish' : incident.overdue && incident.arrivedAt === null ? 'error' : 'process';
  return <Steps current={current} status={status} items={items} titlePlacement="vertical" className="procedure" />;
}

function Facts({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation();
  const may = useMay();
  const items = [
    { key: 'reasons', label: t('warning.reasons'), children: <Reasons codes={incident.reasons} /> },
    { key: 'venue', label: t('venue.label'), children: <VenueCell venue={incident.venue} /> },
    { key: 'division', label: t('division.label'), children: incident.division.path },
    {
      key: 'person',
      label: t('person.label'),
      children: may('person.reveal') ? <IdentityPanel incident={incident} /> : <Person person={incident.person} />,
    },
    { key: 'reported', label: t('incident.reported_at'), children: <When at={incident.reportedAt} /> },
    { key: 'arrived', label: t('incident.arrived_at'), children: <When at={incident.arrivedAt} /> },
    {
      key: 'result',
      label: t('incident.result'),
      children:
        incident.result === null ? <span className="quiet">{t('incident.no_result')}</span> : t(`words:incidentResult.${incident.result}`),
    },
  ];
  return <Descriptions column={1} size="small" items={items} className="facts" />;
}

/** One incident: where it stands, how its clock stands, what was done, what may be done next. */
export default function IncidentPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('incidents', 'GET /api/v1/incidents/:id', { params: { id } });
  const above = [{ title: t('menu.incidents'), href: '/incidents' }];
  if (read.data === undefined)
    return (
      <PageFrame title={t('incident.label')} above={above}>
        {read.isPending ? (
          <Skeleton active paragraph={{ rows: 10 }} />
        ) : (
          <ProblemResult error={read.error} onRetry={() => void read.refetch()} />
        )}
      </PageFrame>
    );
  const incident = read.data;
  return (
    <PageFrame
      title={t('incident.title', { number: incident.number })}
      above={above}
      intro={
        <>
          <StateTag of="incidentState" value={incident.state} />
          <EscalationTag level={incident.escalation} />
        </>
      }
      actions={<IncidentActions incident={incident} />}
    >
      <Card className="incident-top">
        <BigClock incident={incident} />
        <Procedure incident={incident} />
      </Card>
      <div className="two-columns">
        <Card title={t('incident.facts')}>
          <Facts incident={incident} />
        </Card>
        <IncidentHistory incident={incident} />
      </div>
    </PageFrame>
  );
}
