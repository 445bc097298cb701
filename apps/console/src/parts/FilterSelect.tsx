import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

interface FilterSelectProps<V extends string> {
  readonly label: string;
  readonly value: V | undefined;
  readonly values: readonly V[];
  /** Branch of the shared words the values are named in. */
  readonly words: string;
  readonly onChange: (value: V | undefined) => void;
}

/** One choice of a search form; empty means all. */
export function FilterSelect<V extends string>({ label, value, values, words, onChange }: FilterSelectProps<V>) {
  const { t } = useTranslation();
  return (
    <div className="filter">
      <span className="filter-label" aria-hidden>
        {label}
      </span>
      <Select<V>
        aria-label={label}
        allowClear
        className="filter-select"
        placeholder={t('list.all_values')}
        value={value ?? null}
        options={values.map((each) => ({ value: each, label: t(`words:${words}.${each}`) }))}
        onChange={(next) => onChange(next ?? undefined)}
      />
    </div>
  );
}
