import type { EvidenceDecision, HealthEvidence } from '@tongxing/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';

type Step = EvidenceDecision | 'request_withdrawal';

/** What the account may do with it now, by its state; refusing and withdrawing cannot be taken back. */
function stepsFor({ state, mayDecide, mayRequestWithdrawal }: HealthEvidence): readonly Step[] {
  if (mayDecide) return state === 'to_confirm' ? ['confirm', 'refuse'] : ['withdraw', 'keep'];
  return mayRequestWithdrawal ? ['request_withdrawal'] : [];
}

interface StepModalProps {
  readonly evidence: HealthEvidence;
  readonly step: Step;
  readonly onClose: () => void;
}

/** Asks for the words that stay with the step. */
function StepModal({ evidence, step, onClose }: StepModalProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [id] = useDraftId();
  const decide = useCommand('POST /api/v1/health-evidence/:id/decision', ['evidence', 'work']);
  const request = useCommand('POST /api/v1/health-evidence/:id/withdrawal-requests', ['evidence', 'work']);
  const submit = async ({ note }: { note: string }) => {
    const params = { id: evidence.id };
    if (step === 'request_withdrawal') await request.mutateAsync({ params, body: { id, reason: note } });
    else await decide.mutateAsync({ params, body: { id, decision: step, note } });
    void message.success(t(`evidence.did.${step}`));
  };
  return (
    <FormModal<{ note: string }>
      title={t(`evidence.ask.${step}`, { name: evidence.person.name })}
      onClose={onClose}
      submitLabel={t(`evidence.do.${step}`)}
      danger={step === 'refuse' || step === 'withdraw'}
      onSubmit={submit}
      intro={<p className="quiet">{t(`evidence.help.${step}`, { colour: t(`words:colour.${evidence.colour}`) })}</p>}
    >
      <WordsField name="note" label={t(`evidence.words.${step}`)} max={300} min={2} required />
    </FormModal>
  );
}

/** The next steps that the signed-in account may take. */
export function EvidenceActions({ evidence }: { readonly evidence: HealthEvidence }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>();
  return (
    <>
      {stepsFor(evidence).map((each) => (
        <Button
          key={each}
          type={each === 'confirm' || each === 'keep' ? 'primary' : 'default'}
          danger={each === 'refuse' || each === 'withdraw'}
          onClick={() => setStep(each)}
        >
          {t(`evidence.do.${each}`)}
        </Button>
      ))}
      {step !== undefined && <StepModal evidence={evidence} step={step} onClose={() => setStep(undefined)} />}
    </>
  );
}
