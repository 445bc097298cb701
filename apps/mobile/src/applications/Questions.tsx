import { checkPhone, checkSubjectNumber, SUBJECT_KINDS, SUBJECT_NUMBER_LENGTH, VENUE_CLASSES } from '@tongxing/rules';
import { Field } from '../shell/Field';
import { DivisionPicker } from '../trips/DivisionPicker';
import type { FormValues } from './form-values';
import { Select } from './Select';
import { usePosition } from './use-position';
import { useApplicationWords } from './words';

export interface QuestionProps {
  readonly values: FormValues;
  readonly onChange: (changed: Partial<FormValues>) => void;
  /** What the server said about a field. */
  readonly fields: Readonly<Record<string, string>>;
}

export function PlaceQuestion({ values, onChange, fields }: QuestionProps) {
  const { t } = useApplicationWords();
  return (
    <>
      <Field
        label={t('applications:place.name')}
        name="name"
        maxLength={60}
        value={values.name}
        onChange={(name) => onChange({ name })}
        hint={t('applications:place.nameHint')}
        error={fields.name}
      />
      <Select
        label={t('applications:place.class')}
        name="class"
        value={values.class}
        placeholder={t('applications:place.choose')}
        options={VENUE_CLASSES.map((value) => ({ value, text: t(`words:venueClass.${value}`) }))}
        error={fields.class}
        onChange={(venueClass) => onChange({ class: venueClass })}
      />
    </>
  );
}

export function SubjectQuestion({ values, onChange, fields }: QuestionProps) {
  const { t } = useApplicationWords();
  const { subjectKind: kind, subjectNumber: number } = values;
  const check = checkSubjectNumber(kind, number, Date.now());
  const left = SUBJECT_NUMBER_LENGTH[kind] - number.replace(/\s/g, '').length;
  const hint = left > 0 && number !== '' ? t('applications:subject.left', { left }) : t(`applications:subject.hint.${kind}`);
  const odd = check.ok && check.warnings.includes('check_digit');
  return (
    <>
      <Select
        label={t('applications:subject.kind')}
        name="subjectKind"
        value={kind}
        options={SUBJECT_KINDS.map((value) => ({ value, text: t(`words:subjectKind.${value}`) }))}
        onChange={(subjectKind) => onChange({ subjectKind })}
      />
      <Field
        label={t(`applications:subject.name.${kind}`)}
        name="subjectName"
        maxLength={80}
        value={values.subjectName}
        onChange={(subjectName) => onChange({ subjectName })}
        error={fields.subjectName}
      />
      <Field
        label={t(`applications:subject.number.${kind}`)}
        name="subjectNumber"
        inputMode={kind === 'sole_trader' ? 'numeric' : 'text'}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        maxLength={30}
        isDigits
        value={number}
        onChange={(text) => onChange({ subjectNumber: text.toUpperCase() })}
        hint={odd ? t('applications:subject.odd') : hint}
        good={check.ok && !odd ? t('applications:subject.good') : undefined}
        error={fields.subjectNumber ?? (!check.ok && left <= 0 ? t(`errors:field.${check.problem}`) : undefined)}
      />
    </>
  );
}

export function DivisionQuestion({ values, onChange, fields }: QuestionProps) {
  const { t } = useApplicationWords();
  return (
    <DivisionPicker
      legend={t('applications:division.where')}
      initial={values.divisionCode}
      isToTownship
      onChange={(divisionCode, divisionPath) => onChange({ divisionCode: divisionCode ?? '', divisionPath: divisionPath ?? '' })}
      error={fields.divisionCode}
    />
  );
}

/** Further off than this is worth another try. */
const GOOD_ENOUGH_M = 200;

export function AddressQuestion({ values, onChange, fields }: QuestionProps) {
  const { t } = useApplicationWords();
  const { location } = values;
  const { state, locate } = usePosition((found) => onChange({ location: found }));
  const metres = Math.round(location?.accuracyM ?? 0);
  const fault = state === 'denied' || state === 'failed' ? t(`applications:address.${state}`) : (fields['location.at'] ?? fields.location);
  return (
    <>
      <Field
        label={t('applications:address.address')}
        name="address"
        maxLength={120}
        autoComplete="off"
        value={values.address}
        onChange={(address) => onChange({ address })}
        hint={t('applications:address.addressHint')}
        error={fields.address}
      />
      <div className="field">
        <button type="button" className="button" disabled={state === 'locating'} onClick={locate}>
          {t(`applications:address.${state === 'locating' ? 'locating' : location === undefined ? 'locate' : 'again'}`)}
        </button>
        <p className="field-note" role="status">
          {fault !== undefined && <span className="field-error">{fault}</span>}
          {fault === undefined && location === undefined && t('applications:address.why')}
          {fault === undefined && location !== undefined && (
            <span className={metres <= GOOD_ENOUGH_M ? 'field-good' : undefined}>
              {t(`applications:address.${metres <= GOOD_ENOUGH_M ? 'done' : 'far'}`, { metres })}
            </span>
          )}
        </p>
      </div>
    </>
  );
}

const PHONE_DIGITS = 11;

export function ContactQuestion({ values, onChange, fields }: QuestionProps) {
  const { t } = useApplicationWords();
  const { contactPhone: phone } = values;
  const isWrong = phone.replace(/\D/g, '').length >= PHONE_DIGITS && !checkPhone(phone).ok;
  return (
    <>
      <Field
        label={t('applications:contact.name')}
        name="contactName"
        autoComplete="name"
        maxLength={50}
        value={values.contactName}
        onChange={(contactName) => onChange({ contactName })}
        error={fields.contactName}
      />
      <Field
        label={t('applications:contact.phone')}
        name="contactPhone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        isDigits
        maxLength={20}
        value={phone}
        onChange={(contactPhone) => onChange({ contactPhone })}
        error={fields.contactPhone ?? (isWrong ? t('errors:field.phone_format') : undefined)}
      />
    </>
  );
}
