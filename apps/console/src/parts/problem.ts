import { ApiError } from '@tongxing/contract/client';
import { type ProblemWords, useProblem } from '@tongxing/ui';
import type { FormInstance } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A failure as one line: what happened, when to come back, and the number to report a defect under. */
export function useProblemLine(): (error: unknown) => string {
  const { t } = useTranslation();
  const describe = useProblem();
  return useCallback(
    (error) => {
      const { message, retryAfterSeconds, code, requestId } = describe(error);
      const parts = [message];
      if (retryAfterSeconds !== undefined) parts.push(t('errors:retryAfter', { seconds: retryAfterSeconds }));
      if (code === 'INTERNAL' && requestId !== undefined) parts.push(t('errors:requestId', { id: requestId }));
      return parts.join(' ');
    },
    [describe, t],
  );
}

/** Puts refusals of single fields beside those fields; true when every one of them found its place. */
export function showFieldProblems(form: FormInstance, error: unknown, words: ProblemWords): boolean {
  if (!(error instanceof ApiError) || error.fields.length === 0) return false;
  const entries = Object.entries(words.fields);
  const shown = form.getFieldsValue() as object;
  const placed = entries.filter(([field]) => field in shown);
  form.setFields(placed.map(([name, message]) => ({ name, errors: [message] })));
  return placed.length === entries.length;
}
