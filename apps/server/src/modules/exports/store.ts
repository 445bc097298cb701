import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

/** What one account may take away in a day. */
export interface Quota {
  readonly filesPerDay: number;
  readonly rowsPerDay: number;
}

/** That of a role, or that of all others. */
export async function readQuota(db: Queryable, role: string): Promise<Quota> {
  const { rows } = await sql<Quota>`select files_per_day, rows_per_day from export_quotas where role in (${role}, '*')
    order by role = '*' limit 1`.execute(db);
  return rows[0] ?? { filesPerDay: 0, rowsPerDay: 0 };
}

/** Two exports of one account are counted one after the other. */
export async function holdAccount(tx: Tx, staffId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('exports'), ${staffId}::integer)`.execute(tx);
}

export interface Taken {
  readonly files: number;
  readonly rows: number;
}

/** What an account has taken since a moment. */
export async function readTaken(db: Queryable, staffId: number, since: Date): Promise<Taken> {
  const { rows } = await sql<Taken>`select count(*) as files, coalesce(sum(rows), 0)::bigint as rows from exports
    where staff_id = ${staffId} and at >= ${since}`.execute(db);
  return rows[0] ?? { files: 0, rows: 0 };
}

export interface NewExport {
  readonly id: string;
  readonly at: Date;
  readonly staffId: number;
  readonly list: string;
  readonly format: 'csv' | 'xlsx' | 'pdf';
  readonly filter: object;
  readonly reason: string;
  readonly rows: number;
}

/** @returns false when the id was used before. */
export async function insertExport(tx: Tx, { id, at, staffId, list, format, filter, reason, rows }: NewExport): Promise<boolean> {
  const result = await sql`insert into exports (id, at, staff_id, list, format, filter, reason, rows)
    values (${id}, ${at}, ${staffId}, ${list}, ${format}, ${JSON.stringify(filter)}::json, ${reason}, ${rows})
    on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The last byte was handed over. @param sha256 of the whole file */
export async function finishExport(db: Queryable, id: string, written: number, sha256: Buffer, at: Date): Promise<void> {
  await sql`update exports set written = ${written}, sha256 = ${sha256}, finished_at = ${at} where id = ${id}`.execute(db);
}
