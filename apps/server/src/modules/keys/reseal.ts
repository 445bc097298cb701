import { KeyRing, type Keys } from '../../platform/crypto/key-ring';
import type { Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { RESEALED_TABLES, type SealedColumn, type SealedTable } from './sealed-tables';
import { beginReseals, type Exchange, exchangeFields, noteReseal, readReseals, readSealedRows, type SealedRow } from './store';

export interface ResealOptions {
  readonly db: Database;
  readonly keys: Keys;
  readonly vault: Vault;
  /** Rows of a transaction: a few milliseconds, in which only these rows are locked. */
  readonly batch?: number;
  /** Told after each batch. */
  readonly onProgress: (table: string, looked: number, resealed: number) => void;
  /** Between two batches, ms after the time that one took: scans come first. */
  readonly pause: (tookMs: number) => Promise<unknown>;
}

const BATCH = 200;
const PURPOSES_OF = (tables: readonly SealedTable[]) => [
  ...new Set(tables.flatMap(({ columns }) => columns.map(({ purpose }) => purpose))),
];

/**
 * Seals every field anew under the key that seals now. Goes on where an earlier run ended, however it ended; with other keys
 * than that run it begins anew.
 * @returns fields that were sealed anew, by all runs together
 */
export async function resealAll(options: ResealOptions): Promise<number> {
  const { db, keys } = options;
  const names = RESEALED_TABLES.map(({ table }) => table);
  const target = new KeyRing(keys).currentIds(PURPOSES_OF(RESEALED_TABLES)).join(',');
  const begun = await readReseals(db);
  const goesOn =
    begun.length === names.length && begun.every((each) => each.keys === target) && begun.some((each) => each.finishedAt === null);
  if (!goesOn) await db.transaction().execute((tx) => beginReseals(tx, names, target));
  for (const { tableName, place, finishedAt } of goesOn ? begun : await readReseals(db)) {
    const table = RESEALED_TABLES.find((each) => each.table === tableName);
    if (table !== undefined && finishedAt === null) await resealTable(options, table, place);
  }
  return (await readReseals(db)).reduce((sum, { resealed }) => sum + resealed, 0);
}

async function resealTable(options: ResealOptions, table: SealedTable, from: string): Promise<void> {
  const { db, batch = BATCH, onProgress, pause } = options;
  for (let place = from; ; ) {
    const startedAt = performance.now();
    const rows = await readSealedRows(db, table, place, batch);
    place = rows.at(-1)?.place ?? place;
    const isLast = rows.length < batch;
    const resealed = await db.transaction().execute(async (tx) => {
      let count = 0;
      for (const [position, column] of table.columns.entries()) {
        const exchanges = rows.flatMap((row) => exchangeOf(options.vault, column, row, position));
        await exchangeFields(tx, table, column.name, exchanges);
        count += exchanges.length;
      }
      await noteReseal(tx, table.table, { place, looked: rows.length, resealed: count, isLast });
      return count;
    });
    onProgress(table.table, rows.length, resealed);
    if (isLast) return;
    await pause(performance.now() - startedAt);
  }
}

function exchangeOf(vault: Vault, column: SealedColumn, { place, fields }: SealedRow, position: number): Exchange[] {
  const before = fields[position] ?? null;
  if (before === null || vault.isCurrent(column.purpose, before) || vault.isDestroyed(before)) return [];
  return [{ place, before, after: vault.seal(column.purpose, opened(vault, column, before)) }];
}

function opened(vault: Vault, { purpose, earlier }: SealedColumn, sealed: Buffer): string {
  try {
    return vault.open(purpose, sealed);
  } catch (error) {
    if (earlier === undefined) throw error;
    return vault.open(earlier, sealed);
  }
}
