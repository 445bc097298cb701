import type { VenueApplicationBody } from '@tongxing/contract';
import { type ComponentType, type FormEvent, useId, useState } from 'react';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Page } from '../shell/Page';
import { bodyOf, type FormValues, isAnswered, STEPS, type StepName, stepOfField } from './form-values';
import { AddressQuestion, ContactQuestion, DivisionQuestion, PlaceQuestion, type QuestionProps, SubjectQuestion } from './Questions';
import { Summary } from './Summary';
import { useApplicationWords } from './words';

const QUESTIONS: Readonly<Record<Exclude<StepName, 'check'>, ComponentType<QuestionProps>>> = {
  place: PlaceQuestion,
  subject: SubjectQuestion,
  division: DivisionQuestion,
  address: AddressQuestion,
  contact: ContactQuestion,
};

export interface ApplicationFormProps {
  readonly initial: FormValues;
  readonly firstStep: number;
  readonly onBack: () => void;
  /** Keeps what is typed, at every step; rejects without a network. */
  readonly onKeep?: (values: FormValues, step: number) => Promise<void>;
  readonly onSend: (body: VenueApplicationBody) => Promise<void>;
}

/** One question a screen, then everything said back. A refused field leads back to its question. */
export function ApplicationForm({ initial, firstStep, onBack, onKeep, onSend }: ApplicationFormProps) {
  const { t } = useApplicationWords();
  const form = useId();
  const [values, setValues] = useState(initial);
  const [at, setAt] = useState(firstStep);
  const [kept, setKept] = useState<'kept' | 'notKept'>();
  const submit = useSubmit();
  const step = STEPS[at] ?? 'check';
  const fields = submit.error?.fields ?? {};
  const refused = Object.keys(fields)
    .map(stepOfField)
    .find((each) => each !== undefined);
  const change = (changed: Partial<FormValues>) => {
    submit.clear();
    setValues((before) => ({ ...before, ...changed }));
  };
  const keep = (next: number) =>
    onKeep?.(values, next).then(
      () => setKept('kept'),
      () => setKept('notKept'),
    );
  const goTo = (next: number) => {
    setAt(next);
    void keep(next);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isAnswered(step, values, Date.now()) || submit.isBusy) return;
    const body = bodyOf(values);
    if (step !== 'check') goTo(at + 1);
    else if (body !== undefined) submit.run(() => onSend(body));
  };
  const Question = step === 'check' ? undefined : QUESTIONS[step];
  const words = step !== 'check' ? t('next') : t(submit.isBusy ? 'applications:check.sending' : 'applications:check.send');
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isAnswered(step, values, Date.now()) || submit.isBusy}>
      {words}
    </button>
  );
  return (
    <Page title={t(`applications:${step}.title`)} back={at === 0 ? onBack : () => goTo(at - 1)} foot={foot}>
      <p className="soft">
        {t('applications:step', { step: at + 1, steps: STEPS.length })} {kept !== undefined && t(`applications:${kept}`)}
      </p>
      <form id={form} onSubmit={send} noValidate>
        {Question === undefined ? (
          <Summary values={values} onStep={(to) => goTo(STEPS.indexOf(to))} />
        ) : (
          <Question values={values} onChange={change} fields={fields} />
        )}
      </form>
      {step === 'check' && <ProblemNote problem={submit.error} />}
      {step === 'check' && refused !== undefined && (
        <button type="button" className="button" onClick={() => setAt(STEPS.indexOf(refused))}>
          {t('applications:check.change')} · {t(`applications:${refused}.title`)}
        </button>
      )}
    </Page>
  );
}
