import { useCallback, useEffect, useRef, useState } from 'react';

export type Load<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'failed'; readonly error: unknown };

/** Loads when the page opens and whenever `load` changes (keep it stable); an answer that comes too late is dropped. */
export function useLoad<T>(load: () => Promise<T>): readonly [Load<T>, () => void] {
  const [result, setResult] = useState<Load<T>>({ state: 'loading' });
  const round = useRef(0);
  const reload = useCallback(() => {
    round.current += 1;
    const mine = round.current;
    setResult({ state: 'loading' });
    load().then(
      (data) => mine === round.current && setResult({ state: 'ready', data }),
      (error: unknown) => mine === round.current && setResult({ state: 'failed', error }),
    );
  }, [load]);
  useEffect(() => {
    reload();
    return () => {
      round.current += 1;
    };
  }, [reload]);
  return [result, reload];
}
