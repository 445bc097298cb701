import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Input, Output, Route } from '@tongxing/contract/client';
import { spreadMs } from '@tongxing/ui';
import { useCallback, useState } from 'react';
import { newId, send } from './client';
import { putOffIn } from './put-off';

/** First part of every query key. What the live feed and commands refresh is named by these. */
export type Kind =
  | 'me'
  | 'second-factor'
  | 'own-sessions'
  | 'system'
  | 'work'
  | 'flow'
  | 'warnings'
  | 'incidents'
  | 'regimes'
  | 'risk-areas'
  | 'evidence'
  | 'cases'
  | 'traces'
  /** What a trace found: every look at it is recorded, so it is read once and never refreshed by itself. */
  | 'findings'
  | 'venues'
  | 'venue-applications'
  | 'venue-policies'
  | 'devices'
  | 'sticker-findings'
  | 'door-screens'
  | 'clients'
  | 'staff'
  | 'roles'
  | 'functional-areas'
  | 'divisions'
  /** What the review of rights found. */
  | 'findings-of-access'
  | 'retention'
  | 'audit'
  | 'rights-requests'
  | 'legal-bases'
  | 'audit-state';

interface ReadOptions {
  readonly enabled?: boolean;
  /** Milliseconds, about, between silent refreshes; none by default. */
  readonly every?: number;
}

/** One answer as pages show it. */
export interface ReadState<T> {
  /** The last answer, kept while a newer one cannot be had. */
  readonly data: T | undefined;
  /** Why there is no newer answer; what was put off counts at once, although it is tried again. */
  readonly error: Error | null;
  /** Neither an answer nor a reason for none yet. */
  readonly isPending: boolean;
  /** Epoch milliseconds of this machine at which `data` came; 0 before that. */
  readonly answeredAt: number;
  /** `data` should be newer but is not: put off, failed, or no network. */
  readonly isOld: boolean;
  readonly refetch: () => Promise<unknown>;
}

/**
 * Consoles that were opened together must not ask together for ever: the milliseconds at which the last answer came are
 * as good as dice, and stay the same until the next.
 */
function spreadFrom(every: number, answeredAt: number): number {
  return spreadMs(every, (answeredAt % 1000) / 1000);
}

/** One answer of the API, cached under its kind. */
export function useRead<R extends Route>(kind: Kind, route: R, input?: Input<R>, options: ReadOptions = {}): ReadState<Output<R>> {
  const { every } = options;
  const read = useQuery<Output<R>>({
    queryKey: [kind, route, input ?? null],
    queryFn: () => send(route, input),
    enabled: options.enabled ?? true,
    ...(kind === 'findings' ? { staleTime: Number.POSITIVE_INFINITY } : {}),
    refetchInterval: every === undefined ? false : ({ state }) => spreadFrom(every, state.dataUpdatedAt),
  });
  const error = read.error ?? putOffIn(read.failureReason);
  return {
    data: read.data,
    error,
    isPending: read.isPending && error === null,
    answeredAt: read.dataUpdatedAt,
    isOld: read.data !== undefined && (error !== null || read.failureReason !== null || read.fetchStatus === 'paused'),
    refetch: read.refetch,
  };
}

interface CursorPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
/** The routes that answer with a cursor page, and what is in it. */
type ListRoute = { [R in Route]: Output<R> extends CursorPage<unknown> ? R : never }[Route];
type ItemOf<R extends ListRoute> = Output<R> extends CursorPage<infer T> ? T : never;

/** A list as pages show it: the rows so far and how to get more. */
export interface ListState<T> {
  readonly rows: readonly T[];
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly isRefreshing: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

/** A cursor-paged list; a refresh asks for every page shown so far again, so rows never double. */
export function useList<R extends ListRoute>(kind: Kind, route: R, input?: Input<R>, enabled = true): ListState<ItemOf<R>> {
  const list = useInfiniteQuery({
    queryKey: [kind, route, input ?? null],
    queryFn: async ({ pageParam }): Promise<CursorPage<ItemOf<R>>> => {
      const query = { ...(input as { query?: object } | undefined)?.query, ...(pageParam === '' ? {} : { cursor: pageParam }) };
      const answer: unknown = await send(route, { ...input, query } as Input<R>);
      return answer as CursorPage<ItemOf<R>>;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled,
    ...(kind === 'findings' ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
  const error = list.error ?? putOffIn(list.failureReason);
  return {
    rows: list.data?.pages.flatMap((each) => each.items) ?? [],
    error,
    isLoading: list.isPending && list.fetchStatus !== 'idle' && error === null,
    isRefreshing: list.isRefetching && !list.isFetchingNextPage && error === null,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage && error === null,
    more: () => void list.fetchNextPage(),
    again: () => void list.refetch(),
  };
}

/** A command; on success everything of the named kinds is asked for again. */
export function useCommand<R extends Route>(route: R, refreshes: readonly Kind[]) {
  const queries = useQueryClient();
  return useMutation<Output<R>, Error, Input<R>>({
    mutationFn: (input) => send(route, input),
    onSuccess: () => Promise.all(refreshes.map((kind) => queries.invalidateQueries({ queryKey: [kind] }))),
  });
}

/**
 * The id of the thing a form is about to create. It stays the same over retries, so that a repeat after a lost
 * answer is harmless, and is renewed once the thing exists.
 */
export function useDraftId(): readonly [string, () => void] {
  const [id, setId] = useState(newId);
  const renew = useCallback(() => setId(newId()), []);
  return [id, renew];
}
