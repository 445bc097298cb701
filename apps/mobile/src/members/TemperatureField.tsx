import { TEMPERATURE_C } from '@tongxing/contract';
import { DEFAULT_POLICY, type Temperature } from '@tongxing/rules';
import { useState } from 'react';
import { Field } from '../shell/Field';
import { useMemberWords } from './words';

export interface TemperatureFieldProps {
  readonly value: Temperature | undefined;
  readonly onChange: (value: Temperature | undefined) => void;
}

const READING = /^\d{2}(\.\d)?$/;

/** "Normal" by one tap, or the value. Too low is a wrong reading; too high is measured again after a rest. */
export function TemperatureField({ value, onChange }: TemperatureFieldProps) {
  const { t } = useMemberWords();
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '');
  const reading = READING.test(text) ? Number(text) : undefined;
  const isPossible = reading !== undefined && reading >= TEMPERATURE_C.least && reading <= TEMPERATURE_C.most;
  const type = (typed: string) => {
    const digits = typed.replace(/[^\d.]/g, '').slice(0, 4);
    setText(digits);
    const next = Number(digits);
    const isReading = READING.test(digits) && next >= TEMPERATURE_C.least && next <= TEMPERATURE_C.most;
    onChange(isReading ? next : undefined);
  };
  const tapNormal = () => {
    setText('');
    onChange(value === 'normal' ? undefined : 'normal');
  };
  const again = () => {
    setText('');
    onChange(undefined);
  };
  const told = () => {
    if (text === '') return undefined;
    if (reading === undefined) return undefined;
    if (!isPossible) return t('members:temperature.impossible', { ...TEMPERATURE_C });
    if (reading < DEFAULT_POLICY.tooLowC) return t('members:temperature.low');
    return reading >= DEFAULT_POLICY.feverC ? t('members:temperature.high') : undefined;
  };
  const fault = told();
  return (
    <div className="temperature">
      <button type="button" className="temperature-normal" aria-pressed={value === 'normal'} onClick={tapNormal}>
        {t('members:temperature.normal')}
      </button>
      <Field
        label={t('members:temperature.value')}
        name="temperature"
        inputMode="decimal"
        autoComplete="off"
        isDigits
        value={text}
        onChange={type}
        hint={t(value === 'normal' ? 'members:temperature.normalChosen' : 'members:temperature.hint')}
        error={fault}
      />
      {fault !== undefined && (
        <button type="button" className="button" onClick={again}>
          {t('members:temperature.again')}
        </button>
      )}
    </div>
  );
}
