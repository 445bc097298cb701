import { type RawBuilder, sql } from 'kysely';

/**
 * What a reader of changes has seen: everything that was committed when this snapshot was taken (`pg_snapshot` as text).
 * As long as the transactions under way then, and no longer.
 */
export type SeenSnapshot = string;

/** Of somebody who has seen nothing: it ends before the first transaction there can be. */
export const NOTHING_SEEN: SeenSnapshot = '1:1:';

/** What a statement sees. */
export const ownSnapshot = sql<SeenSnapshot>`pg_current_snapshot()::text`;

/**
 * Whether the row's column `transaction` (xid8) was committed after a snapshot, for whoever sees the row: it began later or
 * was under way then. Nothing is met twice, also while a transaction is held open for hours, and what commits out of
 * order is not missed (docs/adr/0006). Two ranges of an index on the column.
 */
export function committedSince(seen: SeenSnapshot): RawBuilder<boolean> {
  return sql<boolean>`(transaction >= pg_snapshot_xmax(${seen}::pg_snapshot)
    or transaction = any(array(select pg_snapshot_xip(${seen}::pg_snapshot))))`;
}
