import { type ProblemWords, useProblem } from '@tongxing/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface ProblemNoteProps {
  readonly problem: ProblemWords | undefined;
  /** What `SIGN_IN_FAILED` means in this place: which code was wrong. */
  readonly refused?: string;
}

/** A failure in words, under the button or field it belongs to. */
export function ProblemNote({ problem, refused }: ProblemNoteProps) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      {problem !== undefined && (
        <p className="note note-fault">
          {problem.code === 'SIGN_IN_FAILED' && refused !== undefined ? refused : problem.message}
          {problem.retryAfterSeconds !== undefined && ` ${t('errors:retryAfter', { seconds: problem.retryAfterSeconds })}`}
          {problem.code === 'INTERNAL' && problem.requestId !== undefined && (
            <small>{t('errors:requestId', { id: problem.requestId })}</small>
          )}
        </p>
      )}
    </div>
  );
}

export interface FailureProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly children?: ReactNode;
}

/** Instead of what could not be loaded: why, and a button to try again. */
export function Failure({ error, onRetry, children }: FailureProps) {
  const { t } = useTranslation();
  const problem = useProblem()(error);
  return (
    <div className="blank">
      <ProblemNote problem={problem} />
      <button type="button" className="button" onClick={onRetry}>
        {t('retry')}
      </button>
      {children}
    </div>
  );
}
