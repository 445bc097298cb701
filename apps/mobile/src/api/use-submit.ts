import { type ProblemWords, useProblem } from '@tongxing/ui';
import { useCallback, useState } from 'react';

export interface Submit {
  readonly isBusy: boolean;
  readonly error: ProblemWords | undefined;
  /** Runs the work unless some is under way; a failure becomes `error`. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

/** One button's work: busy while it runs, and its failure in words. */
export function useSubmit(): Submit {
  const words = useProblem();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ readonly cause: unknown }>();
  const run = useCallback((work: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    work()
      .catch((cause: unknown) => setFailure({ cause }))
      .finally(() => setBusy(false));
  }, []);
  const clear = useCallback(() => setFailure(undefined), []);
  return { isBusy, error: failure === undefined ? undefined : words(failure.cause), run, clear };
}
