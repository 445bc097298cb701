import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isRefusal } from './client';
import { isWorthRetrying, retryPauseMs } from './put-off';

/** The live feed refreshes what changes; this only spares a second look within a moment. */
const FRESH_MS = 5_000;

/** The cache of everything read. A session that ended anywhere ends here: the gate then asks to sign in. */
export function createQueries(): QueryClient {
  const onError = (error: Error) => {
    if (isRefusal(error, 'NOT_SIGNED_IN')) queries.setQueryData(['me'], null);
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The live feed says what changed; coming back to the window or the network is no reason to look again.
      queries: {
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: FRESH_MS,
        retry: isWorthRetrying,
        retryDelay: (failures, error) => retryPauseMs(failures, error, Date.now(), Math.random()),
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
