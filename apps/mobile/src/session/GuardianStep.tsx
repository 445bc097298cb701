import type { Guardian } from '@tongxing/contract';
import { checkPersonName } from '@tongxing/rules';
import { type FormEvent, useId, useState } from 'react';
import type { Submit } from '../api/use-submit';
import { useRightsWords } from '../rights/words';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';

const RELATIONS = ['parent', 'grandparent', 'other'] as const satisfies readonly Guardian['relation'][];

export interface GuardianStepProps {
  readonly submit: Submit;
  readonly onBack: () => void;
  readonly onNext: (guardian: Guardian) => void;
}

/** "Who agrees for the child?" Asked when the document is of somebody under 14. */
export default function GuardianStep({ submit, onBack, onNext }: GuardianStepProps) {
  const { t } = useRightsWords();
  const form = useId();
  const relationId = useId();
  const [name, setName] = useState('');
  const [relation, setRelation] = useState<Guardian['relation']>('parent');
  const [states, setStates] = useState(false);
  const check = checkPersonName(name);
  const isFull = check.ok && states && !submit.isBusy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isFull) onNext({ name, relation });
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull}>
      {t(submit.isBusy ? 'registration.saving' : 'registration.finish')}
    </button>
  );
  return (
    <Page title={t('rights:guardian.title')} back={onBack} foot={foot}>
      <p>{t('rights:guardian.why')}</p>
      <form id={form} onSubmit={send} noValidate>
        <Field
          label={t('rights:guardian.name')}
          name="guardian"
          autoComplete="name"
          maxLength={80}
          value={name}
          onChange={setName}
          error={submit.error?.fields['guardian.name']}
        />
        <div className="field">
          <label htmlFor={relationId}>{t('rights:guardian.relation')}</label>
          <select
            id={relationId}
            value={relation}
            onChange={(event) => setRelation(RELATIONS.find((one) => one === event.target.value) ?? relation)}
          >
            {RELATIONS.map((one) => (
              <option key={one} value={one}>
                {t(`words:guardianRelation.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <label className="tick">
          <input type="checkbox" checked={states} onChange={(event) => setStates(event.target.checked)} />
          <span>{t('rights:guardian.states')}</span>
        </label>
      </form>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}
