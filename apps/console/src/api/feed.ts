import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Kind } from './hooks';

/** What each kind of change on the server makes stale here. */
const STALE: Readonly<Record<string, readonly Kind[]>> = {
  warnings: ['warnings', 'work', 'flow'],
  incidents: ['incidents', 'work', 'flow'],
  traces: ['traces', 'cases', 'work'],
  regimes: ['regimes', 'risk-areas'],
  messages: ['warnings'],
};
/** A burst of changes becomes one refresh. */
const GATHER_MS = 800;

export type FeedState = 'connecting' | 'live' | 'lost';

function changedKind(event: Event): string | undefined {
  try {
    return (JSON.parse((event as MessageEvent<string>).data) as { kind?: string }).kind;
  } catch {
    return undefined;
  }
}

/** Follows the server's change feed while mounted and refreshes what changed. The browser reconnects by itself. */
export function useFeed(): FeedState {
  const queries = useQueryClient();
  const [state, setState] = useState<FeedState>('connecting');
  useEffect(() => {
    const source = new EventSource('/api/v1/staff/feed');
    const stale = new Set<Kind>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const refresh = () => {
      timer = undefined;
      for (const kind of stale) void queries.invalidateQueries({ queryKey: [kind] });
      stale.clear();
    };
    const opened = () => {
      setState('live');
      // What happened while the line was down was never told, so everything shown is asked for again.
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    };
    const failed = () => {
      wasLost = true;
      setState('lost');
    };
    const changed = (event: Event) => {
      for (const kind of STALE[changedKind(event) ?? ''] ?? []) stale.add(kind);
      if (stale.size > 0) timer ??= setTimeout(refresh, GATHER_MS);
    };
    source.addEventListener('open', opened);
    source.addEventListener('error', failed);
    source.addEventListener('changed', changed);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [queries]);
  return state;
}
