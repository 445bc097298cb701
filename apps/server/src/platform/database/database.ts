import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

/**
 * SQL is written as SQL: `sql` templates in `store.ts` and `reads.ts`, columns arriving in camel case. The query
 * builder's table types are not used (docs/adr/0002), so the schema parameter stays empty.
 */
export type Database = Kysely<unknown>;
export type Tx = Transaction<unknown>;
/** Either: for a read that works inside or outside a transaction. */
export type Queryable = Database | Tx;

const INT8 = 20;
// Identity keys and counts stay far below 2^53.
pg.types.setTypeParser(INT8, Number);

export interface DatabaseOptions {
  readonly url: string;
  readonly connections: number;
  /** Longest statement, ms; 30 s when not given. More is for work that nobody waits for. */
  readonly longestMs?: number;
  readonly onError: (error: Error) => void;
}

/** An open pool with its typed face. */
export interface OpenDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

const LONGEST_MS = 30_000;

export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const longestMs = options.longestMs ?? LONGEST_MS;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: longestMs,
    // A frozen server keeps no time-out of its own; the outcome is then unknown and the same event id is sent again.
    query_timeout: longestMs + 5_000,
    application_name: 'tongxing',
  });
  // A connection that dies is replaced by the pool. Without a listener of its own it would end the process: the pool
  // listens only while a connection is idle, and repeats what this listener has heard.
  pool.on('connect', (client) => client.on('error', options.onError));
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  return { db, close: () => db.destroy() };
}

/** SQLSTATE of a database error, when it is one. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}

/** Name of the violated constraint, when the error is a violation. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
}
