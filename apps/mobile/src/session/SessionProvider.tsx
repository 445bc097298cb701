import type { Me } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { call } from '../api/client';
import { SessionContext, type SessionState } from './session';
import { renewSignInMark } from './sign-in-mark';

async function askWhoIAm(): Promise<SessionState> {
  try {
    return { kind: 'signed_in', me: await call('GET /api/v1/me') };
  } catch (error) {
    const isSignedOut = error instanceof ApiError && error.code === 'NOT_SIGNED_IN';
    return isSignedOut ? { kind: 'signed_out' } : { kind: 'unknown', error };
  }
}

/** Asks once who is signed in and keeps the answer for all pages. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ kind: 'loading' });
  const refresh = useCallback(async () => setState(await askWhoIAm()), []);
  const setMe = useCallback((me: Me) => setState({ kind: 'signed_in', me }), []);
  const forget = useCallback(() => {
    renewSignInMark();
    setState({ kind: 'signed_out' });
  }, []);
  useEffect(() => void refresh(), [refresh]);
  const session = useMemo(() => ({ state, refresh, setMe, forget }), [state, refresh, setMe, forget]);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}
