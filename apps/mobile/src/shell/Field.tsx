import { type InputHTMLAttributes, useId } from 'react';

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Said beside the hint when the value is found right while typing. */
  readonly good?: string | undefined;
  /** Wide letters for digits that are compared one by one. */
  readonly isDigits?: boolean;
}

/** A labelled input whose hint and fault are tied to it for screen readers. */
export function Field({ label, value, onChange, hint, error, good, isDigits, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={isDigits ? 'digits' : undefined}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-note`} className="field-note" aria-live="polite">
        {error !== undefined && <span className="field-error">{error}</span>}
        {error === undefined && good !== undefined && <span className="field-good">{good}</span>}
        {error === undefined && good === undefined && hint}
      </p>
    </div>
  );
}
