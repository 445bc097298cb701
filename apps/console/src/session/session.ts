import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Permission, StaffMe } from '@tongxing/contract';
import { createContext, useCallback, useContext } from 'react';
import { isRefusal, send } from '../api/client';

const KEY = ['me'] as const;
const AT_WORK_MS = 4 * 60_000;

async function whoAmI(): Promise<StaffMe | null> {
  try {
    return await send('GET /api/v1/staff/me');
  } catch (error) {
    if (isRefusal(error, 'NOT_SIGNED_IN')) return null;
    throw error;
  }
}

/** The signed-in account, null when nobody is. */
export function useSession() {
  // Somebody who fills in a long form is at work too.
  return useQuery({
    queryKey: KEY,
    queryFn: whoAmI,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data ? AT_WORK_MS : false),
  });
}

/** Takes a new account over, or nobody; everything read for the one before is forgotten. */
export function useChangeSession(): (me: StaffMe | null) => void {
  const queries = useQueryClient();
  return useCallback(
    (me) => {
      // An answer that is still under way says who it was before.
      void queries.cancelQueries({ queryKey: KEY });
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' && query.queryKey[0] !== 'system' });
      queries.setQueryData(KEY, me);
    },
    [queries],
  );
}

/** The account of the page; provided by the gate, so that pages need not handle its absence. */
export const AccountContext = createContext<StaffMe | undefined>(undefined);

/** Throws outside the gate: a page without an account is a defect. */
export function useAccount(): StaffMe {
  const account = useContext(AccountContext);
  if (account === undefined) throw new Error('useAccount outside AccountGate');
  return account;
}

/** Whether the account holds a permission. Menus and buttons ask this, never the role. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useAccount();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
}
