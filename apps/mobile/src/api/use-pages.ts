import { useState } from 'react';
import { type Submit, useSubmit } from './use-submit';

/** A page of a list, with where the next begins. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface Pages<T> {
  /** Everything read so far. */
  readonly items: readonly T[];
  /** Reads the next page below; undefined when there is none. */
  readonly more: (() => void) | undefined;
  readonly submit: Submit;
}

/** A list that goes on page by page below its first. */
export function usePages<T>(first: Listed<T>, read: (cursor: string) => Promise<Listed<T>>): Pages<T> {
  const [{ items, nextCursor }, setListed] = useState<Listed<T>>(first);
  const submit = useSubmit();
  const readOn = (cursor: string) =>
    submit.run(async () => {
      const next = await read(cursor);
      setListed({ items: [...items, ...next.items], nextCursor: next.nextCursor });
    });
  return { items, more: nextCursor === null ? undefined : () => readOn(nextCursor), submit };
}
