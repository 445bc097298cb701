import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { followFeed } from './feed-line';
import type { Kind } from './hooks';

/** What each kind of change on the server makes stale here. */
const STALE: Readonly<Record<string, readonly Kind[]>> = {
  warnings: ['warnings', 'work', 'flow'],
  incidents: ['incidents', 'work', 'flow'],
  traces: ['traces', 'cases', 'work'],
  regimes: ['regimes', 'risk-areas'],
  messages: ['warnings'],
  evidence: ['evidence', 'work'],
  rights_requests: ['rights-requests', 'work'],
};
/** Asked for by a person only: the server records every look, and a refresh by itself is nobody's look. */
const LOOKS: readonly unknown[] = ['findings', 'audit'] satisfies Kind[];
/** A burst of changes becomes one refresh. */
const GATHER_MS = 800;

export type FeedState = 'connecting' | 'live' | 'lost';

/** Follows the server's change feed while mounted and refreshes what changed. */
export function useFeed(): FeedState {
  const queries = useQueryClient();
  const [state, setState] = useState<FeedState>('connecting');
  useEffect(() => {
    const stale = new Set<Kind>();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const refresh = () => {
      gathering = undefined;
      for (const kind of stale) void queries.invalidateQueries({ queryKey: [kind] });
      stale.clear();
    };
    const stop = followFeed({
      opened: () => {
        setState('live');
        // What happened while the line was down was never told, so everything shown is asked for again.
        if (wasLost) void queries.invalidateQueries({ predicate: ({ queryKey }) => !LOOKS.includes(queryKey[0]) });
        wasLost = false;
      },
      lost: () => {
        setState('lost');
        // The session may have ended: the answer decides whether the gate asks to sign in.
        if (!wasLost) void queries.invalidateQueries({ queryKey: ['me'] });
        wasLost = true;
      },
      changed: (kind) => {
        for (const each of STALE[kind] ?? []) stale.add(each);
        if (stale.size > 0) gathering ??= setTimeout(refresh, GATHER_MS);
      },
    });
    return () => {
      stop();
      clearTimeout(gathering);
    };
  }, [queries]);
  return state;
}
