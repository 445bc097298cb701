import { eventIdFrom } from '@tongxing/codes';
import type { Point } from '@tongxing/contract';
import { checkDocument, checkPersonName, type Direction, DOCUMENT_TYPES, type DocumentType, type Temperature } from '@tongxing/rules';
import { useSystem } from '@tongxing/ui';
import { type FormEvent, useId, useState } from 'react';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import type { Entry } from './kept-entry';
import { TemperatureField } from './TemperatureField';
import { useMemberWords } from './words';

export interface EntryFormProps {
  readonly points: readonly Point[];
  /** What was keyed before and is to be mended. */
  readonly before: Entry | undefined;
  /** Rejects when the entry cannot go out as it is. */
  readonly onSend: (entry: Entry) => Promise<void>;
}

const FULL_LENGTH = 18;
const given = (text: string) => (text.trim() === '' ? undefined : text.trim());

/** Told when the number is as long as most are: before that it is only unfinished. */
function faultIn(check: ReturnType<typeof checkDocument>, number: string) {
  return check.ok || number.length < FULL_LENGTH ? undefined : check.problem;
}

/** Out where people only leave; in everywhere else. */
function directionAt(points: readonly Point[], id: string): Direction {
  return points.find((point) => point.id === id)?.directions === 'out' ? 'out' : 'in';
}

/** The gate is the same for the next person. */
let lastPoint = '';

/** One person: document, name if need be, temperature. Nothing typed is lost by a refusal. */
export function EntryForm({ points, before, onSend }: EntryFormProps) {
  const { t } = useMemberWords();
  const { offsetMs } = useSystem();
  const typeId = useId();
  const open = points.filter(({ state }) => state === 'active');
  const [point, setPoint] = useState(before?.point ?? (open.some(({ id }) => id === lastPoint) ? lastPoint : ''));
  const [documentType, setDocumentType] = useState<DocumentType>(before?.documentType ?? 'resident_id');
  const [documentNumber, setDocumentNumber] = useState(before?.documentNumber ?? '');
  const [name, setName] = useState(before?.name ?? '');
  const [temperature, setTemperature] = useState<Temperature | undefined>(before?.temperatureC);
  const [isAsked, setAsked] = useState(before !== undefined);
  /** Made when the entry is sent for the first time: a repeat is the same visit. */
  const [eventId, setEventId] = useState(before?.eventId);
  const submit = useSubmit();
  const fields = submit.error?.fields ?? {};
  const check = checkDocument(documentType, documentNumber, Date.now());
  const fault = faultIn(check, documentNumber);
  const isNameRight = given(name) === undefined || checkPersonName(name).ok;
  const isFull = check.ok && isNameRight && !submit.isBusy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isFull) return;
    const id = eventId ?? eventIdFrom(Date.now() + Math.round(offsetMs), crypto.getRandomValues(new Uint8Array(10)));
    setEventId(id);
    lastPoint = point;
    submit.run(() =>
      onSend({
        eventId: id,
        point: given(point),
        documentType,
        documentNumber,
        name: given(name),
        temperatureC: temperature,
        direction: directionAt(open, point),
      }).catch((error: unknown) => {
        setAsked(true);
        throw error;
      }),
    );
  };
  return (
    <form className="card" onSubmit={send} noValidate autoComplete="off">
      {open.length > 0 && <PointSelect points={open} point={point} onPoint={setPoint} />}
      <div className="field">
        <label htmlFor={typeId}>{t('registration.type')}</label>
        <select
          id={typeId}
          value={documentType}
          onChange={(event) => setDocumentType(DOCUMENT_TYPES.find((type) => type === event.target.value) ?? documentType)}
        >
          {DOCUMENT_TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`words:documentType.${type}`)}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={t('registration.number')}
        name="document-number"
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        maxLength={24}
        isDigits
        value={documentNumber}
        onChange={(text) => {
          submit.clear();
          setDocumentNumber(text.toUpperCase());
        }}
        hint={t(`registration.numberHint.${documentType}`)}
        good={check.ok ? t('registration.numberGood') : undefined}
        error={fields.documentNumber ?? (fault === undefined ? undefined : t(`errors:field.${fault}`))}
      />
      <Field
        label={t('members:inspect.name')}
        name="name"
        autoComplete="off"
        maxLength={50}
        value={name}
        onChange={setName}
        hint={t(isAsked ? 'members:inspect.nameAsked' : 'members:inspect.nameHint')}
        error={isNameRight ? undefined : t('errors:field.name_characters')}
      />
      <TemperatureField value={temperature} onChange={setTemperature} />
      <button type="submit" className="button button-main" disabled={!isFull}>
        {t(submit.isBusy ? 'members:inspect.sending' : 'members:inspect.send')}
      </button>
      <ProblemNote problem={submit.error} />
    </form>
  );
}

interface PointSelectProps {
  readonly points: readonly Point[];
  /** Empty for the venue itself. */
  readonly point: string;
  readonly onPoint: (id: string) => void;
}

function PointSelect({ points, point, onPoint }: PointSelectProps) {
  const { t } = useMemberWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('members:inspect.point')}</label>
      <select id={id} value={point} onChange={(event) => onPoint(event.target.value)}>
        <option value="">{t('members:totals.main')}</option>
        {points.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}
