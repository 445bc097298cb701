import { eventIdFrom } from '@tongxing/codes';
import { useSystem } from '@tongxing/ui';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { DivisionPicker } from './DivisionPicker';
import { dayIn, stayOfDays } from './trip-days';

/** Days back that may be declared; older stays no longer matter at a door. */
const LOOK_BACK_DAYS = 28;
const DAY_MS = 86_400_000;

export interface TripFormProps {
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Where, from when, until when. The id is made once, so that a repeat after a dead spot stays one trip. */
export function TripForm({ onBack, onDone }: TripFormProps) {
  const { t } = useTranslation();
  const { timeZone, offsetMs } = useSystem();
  const form = useId();
  const now = Date.now() + offsetMs;
  const today = dayIn(now, timeZone);
  const earliest = dayIn(now - LOOK_BACK_DAYS * DAY_MS, timeZone);
  const [id] = useState(() => eventIdFrom(Math.round(now), crypto.getRandomValues(new Uint8Array(10))));
  const [divisionCode, setDivisionCode] = useState<string>();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const submit = useSubmit();
  const isReversed = from !== '' && to !== '' && to < from;
  const isFull = divisionCode !== undefined && from !== '' && to !== '' && !isReversed;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (divisionCode === undefined || !isFull || submit.isBusy) return;
    submit.run(async () => {
      await call('POST /api/v1/me/trips', { body: { id, divisionCode, ...stayOfDays(from, to, timeZone, now) } });
      onDone();
    });
  };
  const fields = submit.error?.fields ?? {};
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull || submit.isBusy}>
      {t(submit.isBusy ? 'trips.saving' : 'trips.save')}
    </button>
  );
  return (
    <Page title={t('trips.declare')} back={onBack} foot={foot}>
      <form id={form} onSubmit={send} noValidate>
        <DivisionPicker onChange={setDivisionCode} error={fields.divisionCode} />
        <Field
          label={t('trips.from')}
          type="date"
          name="from"
          min={earliest}
          max={today}
          value={from}
          onChange={setFrom}
          error={fields.arrivedAt}
        />
        <Field
          label={t('trips.to')}
          type="date"
          name="to"
          min={from || earliest}
          max={today}
          value={to}
          onChange={setTo}
          hint={t('trips.toHint')}
          error={fields.leftAt ?? (isReversed ? t('errors:field.before_start') : undefined)}
        />
      </form>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}
