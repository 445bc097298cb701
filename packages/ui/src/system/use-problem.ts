import type { FieldError } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A failure in the page's own words. The server's text is never shown. */
export interface ProblemWords {
  readonly code: ApiError['code'];
  readonly message: string;
  /** Words by dotted field path; the first fault of each field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds until it is worth trying again, when the server said and the message does not. */
  readonly retryAfterSeconds: number | undefined;
  /** Finds the failure in the server's log; undefined when no answer came. */
  readonly requestId: string | undefined;
}

/** Anything that is not an {@link ApiError} is a defect of the page and reads as `INTERNAL`. */
export function problemWords(t: TFunction<'errors'>, error: unknown): ProblemWords {
  const known = error instanceof ApiError ? error : new ApiError('INTERNAL', 0, '');
  const fields: Record<string, string> = {};
  for (const { field, code } of known.fields as readonly FieldError[]) {
    fields[field] ??= t(`field.${code}`, { defaultValue: t('field.bad_format') });
  }
  return {
    code: known.code,
    message: t(`code.${known.code}`, { ...known.values, defaultValue: t('code.INTERNAL') }),
    fields,
    // Where the words name the moment, seconds say nothing more.
    retryAfterSeconds: known.values?.again === undefined ? known.retryAfterSeconds : undefined,
    requestId: known.requestId,
  };
}

/** Turns failures into words in the page's language. */
export function useProblem(): (error: unknown) => ProblemWords {
  const { t } = useTranslation('errors');
  return useCallback((error: unknown) => problemWords(t, error), [t]);
}
