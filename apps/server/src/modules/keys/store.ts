import { type RawBuilder, sql } from 'kysely';
import type { NamedKey, StandingKey } from '../../platform/crypto/key-ring';
import type { Queryable, Tx } from '../../platform/database/database';
import type { SealedTable } from './sealed-tables';

/** A key that the database knows, without the key. */
export interface KnownKey extends NamedKey {
  readonly firstUsedAt: Date;
  readonly retiredAt: Date | null;
  readonly destroyedAt: Date | null;
}

export async function readKnownKeys(db: Queryable): Promise<KnownKey[]> {
  const { rows } = await sql<KnownKey>`select id, purpose, suite, fingerprint, first_used_at, retired_at, destroyed_at
    from sealing_keys order by id`.execute(db);
  return rows;
}

/** Makes keys known. One that is known already stays as it is. */
export async function insertKnownKeys(db: Queryable, keys: readonly NamedKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`insert into sealing_keys (id, purpose, suite, fingerprint)
    select * from unnest(${keys.map(({ id }) => id)}::integer[], ${keys.map(({ purpose }) => purpose)}::text[],
      ${keys.map(({ suite }) => suite)}::text[], ${keys.map(({ fingerprint }) => fingerprint)}::bytea[])
    on conflict (id) do nothing`.execute(db);
}

/** A key of lookup or signatures that the database knows, without the key. */
export interface KnownStandingKey extends StandingKey {
  readonly firstUsedAt: Date;
}

export async function readStandingKeys(db: Queryable): Promise<KnownStandingKey[]> {
  const { rows } = await sql<KnownStandingKey>`select name, fingerprint, first_used_at from standing_keys order by name`.execute(db);
  return rows;
}

/** Makes keys known for good. One that is known already stays as it is. */
export async function insertStandingKeys(db: Queryable, keys: readonly StandingKey[]): Promise<void> {
  await sql`insert into standing_keys (name, fingerprint)
    select * from unnest(${keys.map(({ name }) => name)}::text[], ${keys.map(({ fingerprint }) => fingerprint)}::bytea[])
    on conflict (name) do nothing`.execute(db);
}

/** Something that was indexed when it was sealed. */
export interface IndexedField {
  readonly purpose: 'document' | 'phone';
  /** What stands before the opened text in its index. */
  readonly prefix: string;
  readonly sealed: Buffer;
  readonly index: Buffer;
}

/** Any document and any telephone: enough to tell whether a key is the one they were indexed with. */
export async function readIndexedFields(db: Queryable): Promise<IndexedField[]> {
  const { rows } = await sql<IndexedField>`(select 'document' as purpose, document_type || ':' as prefix, document_sealed as sealed,
      document_index as index from persons where document_index is not null and document_sealed is not null order by id limit 1)
    union all
    (select 'phone', '', phone_sealed, phone_index from resident_accounts order by id limit 1)`.execute(db);
  return rows;
}

/** Remembers that keys are gone for good. @returns the ids for which this was news. */
export async function markDestroyed(db: Queryable, ids: readonly number[], at: Date): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`update sealing_keys set destroyed_at = ${at}, retired_at = null
    where id = any(${[...ids]}) and destroyed_at is null returning id`.execute(db);
  return rows.map(({ id }) => id);
}

export async function markRetired(db: Queryable, id: number, at: Date): Promise<boolean> {
  const result =
    await sql`update sealing_keys set retired_at = ${at} where id = ${id} and retired_at is null and destroyed_at is null`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Number of the key that a field was sealed under (platform/crypto/key-ids). */
const keyIdIn = (column: string) => {
  const field = sql.ref(column);
  return sql<number>`(case get_byte(${field}, 0) when 0 then get_byte(${field}, 1) << 24 | get_byte(${field}, 2) << 16
    | get_byte(${field}, 3) << 8 | get_byte(${field}, 4) else get_byte(${field}, 0) end)`;
};

/** Fields of a column that a key sealed. Reads the whole table. */
export async function countSealedUnder(db: Queryable, table: string, column: string, id: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${keyIdIn(column)} = ${id}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** How far the sealing anew of a table has come. */
export interface Reseal {
  readonly tableName: string;
  /** Key of the last row looked at, as text; empty at the beginning. */
  readonly place: string;
  readonly lookedAt: number;
  readonly resealed: number;
  /** Keys under which it seals. */
  readonly keys: string;
  readonly finishedAt: Date | null;
}

export async function readReseals(db: Queryable): Promise<Reseal[]> {
  const { rows } = await sql<Reseal>`select table_name, place, looked_at, resealed, keys, finished_at from reseals`.execute(db);
  return rows;
}

export async function beginReseals(db: Queryable, tables: readonly string[], keys: string): Promise<void> {
  await sql`delete from reseals`.execute(db);
  await sql`insert into reseals (table_name, keys) select unnest(${[...tables]}::text[]), ${keys}`.execute(db);
}

/** In the transaction of the batch itself, so that after a kill the next begins right behind it. */
export async function noteReseal(
  tx: Tx,
  table: string,
  step: { place: string; looked: number; resealed: number; isLast: boolean },
): Promise<void> {
  await sql`update reseals set place = ${step.place}, looked_at = looked_at + ${step.looked}, resealed = resealed + ${step.resealed},
    finished_at = case when ${step.isLast} then now() end where table_name = ${table}`.execute(tx);
}

export interface SealedRow {
  readonly place: string;
  /** One for each column, in their order. */
  readonly fields: readonly (Buffer | null)[];
}

/** The next rows behind a place, in the order of their key. */
export async function readSealedRows(
  db: Queryable,
  { table, key, columns }: SealedTable,
  after: string,
  most: number,
): Promise<SealedRow[]> {
  const id = sql.ref(key.column);
  const behind: RawBuilder<unknown> = after === '' ? sql`true` : sql`${id} > ${after}::${sql.raw(key.type)}`;
  const fields = sql.join(columns.map(({ name }) => sql.ref(name)));
  const { rows } = await sql<SealedRow>`select ${id}::text as place, array[${fields}] as fields from ${sql.table(table)}
    where ${behind} order by ${id} limit ${most}`.execute(db);
  return rows;
}

export interface Exchange {
  readonly place: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Exchanges fields; one that somebody changed meanwhile stays as they made it. */
export async function exchangeFields(tx: Tx, { table, key }: SealedTable, column: string, exchanges: readonly Exchange[]): Promise<void> {
  if (exchanges.length === 0) return;
  const [target, id, field] = [sql.table(table), sql.ref(`t.${key.column}`), sql.ref(`t.${column}`)];
  await sql`update ${target} t set ${sql.ref(column)} = n.after
    from unnest(${exchanges.map(({ place }) => place)}::text[], ${exchanges.map(({ before }) => before)}::bytea[],
      ${exchanges.map(({ after }) => after)}::bytea[]) as n (place, before, after)
    where ${id} = n.place::${sql.raw(key.type)} and ${field} = n.before`.execute(tx);
}
