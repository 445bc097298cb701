import type { Me } from '@tongxing/contract';
import { createContext, useContext } from 'react';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'signed_out' }
  /** Signed in by SMS code; `me.registered` says whether name and document are known. */
  | { readonly kind: 'signed_in'; readonly me: Me }
  /** No answer: nobody knows. The next call tells. */
  | { readonly kind: 'unknown'; readonly error: unknown };

export interface Session {
  readonly state: SessionState;
  readonly refresh: () => Promise<void>;
  readonly setMe: (me: Me) => void;
  readonly forget: () => void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is using the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession stands outside SessionProvider');
  return session;
}
