import { useId } from 'react';

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: V | '';
  readonly options: readonly { readonly value: V; readonly text: string }[];
  /** First entry while nothing is chosen. */
  readonly placeholder?: string;
  readonly error?: string | undefined;
  readonly onChange: (value: V) => void;
}

/** A labelled choice from a list. */
export function Select<V extends string>({ label, name, value, options, placeholder, error, onChange }: SelectProps<V>) {
  const id = useId();
  const choose = (text: string) => {
    const chosen = options.find((option) => option.value === text);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} value={value} onChange={(event) => choose(event.target.value)} aria-describedby={`${id}-note`}>
        {placeholder !== undefined && value === '' && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} className="field-note" aria-live="polite">
        {error !== undefined && <span className="field-error">{error}</span>}
      </p>
    </div>
  );
}
