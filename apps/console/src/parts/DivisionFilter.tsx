import { useTranslation } from 'react-i18next';
import { DivisionPicker } from './DivisionPicker';

interface DivisionFilterProps {
  /** Code of the division. */
  readonly value: string | undefined;
  readonly onChange: (code: string) => void;
}

/** A division of the own area in a search form; empty means all of it. */
export function DivisionFilter({ value, onChange }: DivisionFilterProps) {
  const { t } = useTranslation();
  return (
    <div className="filter filter-division">
      <DivisionPicker
        scope="own"
        label={t('division.label')}
        onPick={(division) => onChange(division?.code ?? '')}
        {...(value === undefined ? {} : { value })}
      />
    </div>
  );
}
