import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@tongxing/contract/client';
import { isRefusal } from './client';

const RETRIES = 2;
/** The live feed refreshes what changes; this only spares a second look within a moment. */
const FRESH_MS = 5_000;

/** Only a failure that may pass by itself is worth another try; a refusal is an answer. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'NETWORK' || error.code === 'UNAVAILABLE');
}

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
        retry: (count, error) => count < RETRIES && isPassing(error),
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
