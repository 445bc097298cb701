import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

type Filters<K extends string> = Readonly<Partial<Record<K, string>>>;

/**
 * Filters of a list, kept in the address so that a reload, a bookmark and the back button all bring the same list.
 * Only the named keys are touched; an empty value removes its key.
 */
export function useFilters<K extends string>(keys: readonly K[]): readonly [Filters<K>, (change: Filters<K>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const named = keys.join(' ');
  const filters = useMemo(() => {
    const query = new URLSearchParams(search);
    const entries = named.split(' ').flatMap((key) => {
      const value = query.get(key);
      return value === null || value === '' ? [] : [[key, value]];
    });
    return Object.fromEntries(entries) as Filters<K>;
  }, [search, named]);
  const change = useCallback(
    (next: Filters<K>) => {
      const query = new URLSearchParams(search);
      for (const [key, value] of Object.entries<string | undefined>(next)) {
        if (value === undefined || value === '') query.delete(key);
        else query.set(key, value);
      }
      const text = query.toString();
      navigate(text === '' ? path : `${path}?${text}`);
    },
    [search, path, navigate],
  );
  return [filters, change];
}
