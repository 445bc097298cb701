import type { Trip } from '@tongxing/contract';
import { useCallback, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';

const LEVELS = ['province', 'city', 'district', 'township'] as const;

/** Digits of a code at each level. */
const DIGITS = [2, 4, 6, 9];
type Division = Trip['division'];

export interface DivisionPickerProps {
  /** The question, instead of that of a trip. */
  readonly legend?: string;
  /** Code to begin with. */
  readonly initial?: string;
  /** Every level has to be chosen. */
  readonly isToTownship?: boolean;
  /** The most exact division chosen so far. */
  readonly onChange: (code: string | undefined, path: string | undefined) => void;
  readonly error: string | undefined;
}

/** Province, city, district, township, one below the other; as exact as the person knows. */
export function DivisionPicker({ legend, initial = '', isToTownship = false, onChange, error }: DivisionPickerProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    DIGITS.filter((digits) => digits <= initial.length).map((digits) => initial.slice(0, digits)),
  );
  const choose = (depth: number, division: Division | undefined) => {
    const next = division === undefined ? chosen.slice(0, depth) : [...chosen.slice(0, depth), division.code];
    setChosen(next);
    onChange(next.at(-1), division?.path);
  };
  return (
    <fieldset className="division">
      <legend>{legend ?? t('trips.where')}</legend>
      {LEVELS.slice(0, chosen.length + 1).map((level, depth) => (
        <DivisionLevel
          key={`${level}-${chosen[depth - 1] ?? ''}`}
          level={level}
          parent={chosen[depth - 1]}
          value={chosen[depth] ?? ''}
          isOptional={!isToTownship && depthIsOptional(level)}
          onChoose={(division) => choose(depth, division)}
        />
      ))}
      {error !== undefined && <p className="field-note field-error">{error}</p>}
    </fieldset>
  );
}

function DivisionLevel(props: {
  readonly level: (typeof LEVELS)[number];
  readonly parent: string | undefined;
  readonly value: string;
  readonly isOptional: boolean;
  readonly onChoose: (division: Division | undefined) => void;
}) {
  const { level, parent, value, isOptional, onChoose } = props;
  const { t } = useTranslation();
  const id = useId();
  const load = useCallback(() => call('GET /api/v1/divisions', { query: parent === undefined ? {} : { parent } }), [parent]);
  const [divisions, reload] = useLoad(load);
  if (divisions.state === 'loading') return <Loading />;
  if (divisions.state === 'failed') return <Failure error={divisions.error} onRetry={reload} />;
  if (divisions.data.items.length === 0) return null;
  return (
    <div className="field">
      <label htmlFor={id}>{t(`trips.level.${level}`)}</label>
      <select
        id={id}
        name={level}
        value={value}
        onChange={(event) => onChoose(divisions.data.items.find(({ code }) => code === event.target.value))}
      >
        <option value="">{t(isOptional ? 'trips.chooseOptional' : 'trips.choose')}</option>
        {divisions.data.items.map((division) => (
          <option key={division.code} value={division.code}>
            {division.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function depthIsOptional(level: (typeof LEVELS)[number]): boolean {
  return level !== 'province';
}
