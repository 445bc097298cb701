import { useProblem } from '@tongxing/ui';
import { Form, type FormInstance } from 'antd';
import { useId, useState } from 'react';
import { showFieldProblems } from './problem';

interface Attempt<V> {
  /** The last refusal; null while there is none to tell. */
  readonly error: unknown;
  readonly busy: boolean;
  readonly run: (values: V) => Promise<void>;
}

/** Runs an action once at a time and keeps what it was refused with. `told` may take a refusal over. */
export function useAttempt<V>(action: (values: V) => Promise<void>, told: (error: unknown) => boolean = () => false): Attempt<V> {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (values: V) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await action(values);
    } catch (refusal) {
      setError(told(refusal) ? null : refusal);
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, run };
}

interface FormAttempt<V> extends Attempt<V> {
  readonly form: FormInstance<V>;
  /** For the form's `name`: the ids of its fields start with it, or two forms on a page share theirs. */
  readonly name: string;
}

/** Sends a form, keeps what was typed when it is refused, and tells refusals field by field. */
export function useSubmit<V extends object>(action: (values: V) => Promise<void>): FormAttempt<V> {
  const describe = useProblem();
  const [form] = Form.useForm<V>();
  const name = useId();
  const attempt = useAttempt(action, (refusal) => showFieldProblems(form, refusal, describe(refusal)));
  return { form, name, ...attempt };
}
