import type { Case, Trace } from '@tongxing/contract';
import { Card, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { useCommand, useDraftId, useRead } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { BasisStep } from './BasisStep';
import { CaseStep } from './CaseStep';
import { RequestConfirm } from './RequestConfirm';
import { RequestDone } from './RequestDone';
import type { TraceBasis, TraceWindow } from './trace-draft';
import { WindowStep } from './WindowStep';

const STEPS = ['case', 'basis', 'window', 'confirm'] as const;

/** The case named in the address, when the request starts from one. */
function useNamedCase(): Case | undefined {
  const id = new URLSearchParams(useSearch()).get('caseId');
  return useRead('cases', 'GET /api/v1/cases/:id', { params: { id: id ?? '' } }, { enabled: id !== null }).data;
}

/** Asking for a trace: which case, on what ground, for which time; then said back before it is sent. */
export default function TraceRequestPage() {
  const { t } = useTranslation();
  const named = useNamedCase();
  const [step, setStep] = useState(0);
  const [chosen, setChosen] = useState<Case>();
  const [basis, setBasis] = useState<TraceBasis>();
  const [span, setSpan] = useState<TraceWindow>();
  const [made, setMade] = useState<Trace>();
  const [id, renewId] = useDraftId();
  const command = useCommand('POST /api/v1/traces', ['traces', 'cases', 'work']);
  const subject = chosen ?? named;

  const submit = async () => {
    if (subject === undefined || basis === undefined || span === undefined) return;
    const trace = await command.mutateAsync({ body: { id, caseId: subject.id, ...basis, ...span } });
    renewId();
    setMade(trace);
  };
  const back = () => setStep(step - 1);
  return (
    <PageFrame title={t('trace.request')} above={[{ title: t('menu.traces'), href: '/traces' }]} intro={t('trace.request_intro')}>
      <Card className="narrow">
        <Steps
          current={made === undefined ? step : STEPS.length}
          items={STEPS.map((key) => ({ title: t(`trace.step.${key}`) }))}
          className="form-steps"
        />
        {made !== undefined && <RequestDone trace={made} />}
        {made === undefined && step === 0 && (
          <CaseStep
            chosen={subject}
            onNext={(next) => {
              // A window belongs to its case: another case starts from its own dates.
              if (next.id !== subject?.id) setSpan(undefined);
              setChosen(next);
              setStep(1);
            }}
          />
        )}
        {made === undefined && step === 1 && (
          <BasisStep
            basis={basis}
            onBack={back}
            onNext={(next) => {
              setBasis(next);
              setStep(2);
            }}
          />
        )}
        {made === undefined && step === 2 && subject !== undefined && (
          <WindowStep
            subject={subject}
            span={span}
            onBack={back}
            onNext={(next) => {
              setSpan(next);
              setStep(3);
            }}
          />
        )}
        {made === undefined && step === 3 && subject !== undefined && basis !== undefined && span !== undefined && (
          <RequestConfirm subject={subject} basis={basis} span={span} onBack={back} onSubmit={submit} />
        )}
      </Card>
    </PageFrame>
  );
}
