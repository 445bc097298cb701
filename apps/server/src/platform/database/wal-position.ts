import { sql } from 'kysely';
import type { Queryable } from './database';

/** How far a database has come, in its own measures. None of them costs a write. */
export interface WalPosition {
  /** Made by initdb, kept for life: another one is another cluster. */
  readonly systemIdentifier: string;
  /** Object id of the database within its cluster. A dump read back has another. */
  readonly database: string;
  /** Grows by one when a standby is promoted or a backup is recovered to a point in time. */
  readonly timeline: number;
  /** Byte of the write-ahead log up to which everything is on disk, thus everything that was acknowledged. */
  readonly flushed: bigint;
  /** Byte of the write-ahead log at which the next record will stand; never below `flushed`. */
  readonly inserted: bigint;
  /** Every transaction with a lower number had ended. */
  readonly nextTransaction: bigint;
}

/** `1/2A` is byte 0x10000002A. */
export function positionFrom(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function positionText(position: bigint): string {
  return `${(position >> 32n).toString(16)}/${(position & 0xffff_ffffn).toString(16)}`.toUpperCase();
}

interface Row {
  readonly systemIdentifier: string;
  readonly database: string;
  readonly timeline: string;
  readonly flushed: string;
  readonly inserted: string;
  readonly nextTransaction: string;
}

/**
 * Reads the position. The order counts: the snapshot is older than `inserted`, `inserted` older than `flushed`. When
 * `flushed` has reached `inserted`, the end of every transaction below `nextTransaction` is therefore on disk.
 * @throws when the server is a standby.
 */
export async function readWalPosition(db: Queryable): Promise<WalPosition> {
  const { rows } = await sql<Row>`select (select system_identifier::text from pg_control_system()) as system_identifier,
      (select oid::text from pg_database where datname = current_database()) as database,
      pg_snapshot_xmax(pg_current_snapshot())::text as next_transaction,
      substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) as timeline,
      pg_current_wal_insert_lsn()::text as inserted, pg_current_wal_flush_lsn()::text as flushed`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL did not say how far it has come');
  return {
    systemIdentifier: row.systemIdentifier,
    database: row.database,
    timeline: Number.parseInt(row.timeline, 16),
    flushed: positionFrom(row.flushed),
    inserted: positionFrom(row.inserted),
    nextTransaction: BigInt(row.nextTransaction),
  };
}
