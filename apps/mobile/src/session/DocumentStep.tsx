import { checkDocument, DOCUMENT_TYPES, type DocumentType } from '@tongxing/rules';
import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Submit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';

/** Numbers built like a resident ID: shorter ones are not wrong yet, only unfinished. */
const EIGHTEEN: ReadonlySet<DocumentType> = new Set(['resident_id', 'residence_permit', 'foreign_permanent_resident']);

export interface DocumentStepProps {
  readonly title: string;
  readonly type: DocumentType;
  readonly number: string;
  readonly submit: Submit;
  readonly onType: (type: DocumentType) => void;
  readonly onNumber: (number: string) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** "Which document, which number?" The check digit is told while typing. */
export function DocumentStep({ title, type, number, submit, onType, onNumber, onBack, onNext }: DocumentStepProps) {
  const { t } = useTranslation();
  const form = useId();
  const check = checkDocument(type, number, Date.now());
  const typed = number.replace(/\s/g, '').length;
  const isFull = EIGHTEEN.has(type) ? typed >= 18 : false;
  const missing =
    EIGHTEEN.has(type) && typed > 0 && typed < 18
      ? t('registration.digitsLeft', { left: 18 - typed })
      : t(`registration.numberHint.${type}`);
  const { name: nameFault, documentNumber: numberFault, documentType: typeFault } = submit.error?.fields ?? {};
  const localFault = !check.ok && isFull ? t(`errors:field.${check.problem}`) : undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (check.ok && !submit.isBusy) onNext();
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!check.ok || submit.isBusy}>
      {t(submit.isBusy ? 'registration.saving' : 'registration.finish')}
    </button>
  );
  return (
    <Page title={title} back={onBack} foot={foot}>
      <form id={form} onSubmit={send} noValidate>
        <DocumentTypeSelect type={type} error={typeFault} onType={onType} />
        <Field
          label={t('registration.number')}
          name="documentNumber"
          // Resident IDs end in a digit or X: a pure number pad would lock the X out.
          inputMode="text"
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={30}
          isDigits
          value={number}
          onChange={(text) => {
            submit.clear();
            onNumber(text.toUpperCase());
          }}
          hint={missing}
          good={check.ok ? t('registration.numberGood') : undefined}
          error={numberFault ?? localFault}
        />
      </form>
      {nameFault !== undefined && (
        <button type="button" className="note note-fault" onClick={onBack}>
          {t('registration.name')}: {nameFault}
        </button>
      )}
      <ProblemNote problem={submit.error} />
    </Page>
  );
}

function DocumentTypeSelect(props: {
  readonly type: DocumentType;
  readonly error: string | undefined;
  readonly onType: (type: DocumentType) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const choose = (value: string) => {
    const chosen = DOCUMENT_TYPES.find((type) => type === value);
    if (chosen !== undefined) props.onType(chosen);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{t('registration.type')}</label>
      <select id={id} name="documentType" value={props.type} onChange={(event) => choose(event.target.value)}>
        {DOCUMENT_TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`words:documentType.${type}`)}
          </option>
        ))}
      </select>
      {props.error !== undefined && <p className="field-note field-error">{props.error}</p>}
    </div>
  );
}
