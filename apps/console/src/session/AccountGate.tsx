import type { ReactNode } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { putOffIn } from '../api/put-off';
import { ProblemResult } from '../parts/Problem';
import { Wait } from '../shell/Wait';
import { ProofDialog } from './ProofDialog';
import { AccountContext, useSession } from './session';

/** Lets signed-in accounts through and sends everybody else to the sign-in page and back again afterwards. */
export function AccountGate({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  const error = session.error ?? putOffIn(session.failureReason);
  if (session.isPending && error === null) return <Wait />;
  if (session.data === undefined) return <ProblemResult error={error} onRetry={() => void session.refetch()} />;
  if (session.data === null) {
    const here = search === '' ? path : `${path}?${search}`;
    return <Redirect to={here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <AccountContext.Provider value={session.data}>
      {children}
      <ProofDialog />
    </AccountContext.Provider>
  );
}
