import type { ExportQuota } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

/** A role, and what it may take away in a day. */
export interface RoleQuota extends ExportQuota {
  readonly roleId: number;
}

/**
 * Until the transaction ends nobody else of this role is counted: two exports at once do not both find the last room.
 * @throws Error when there is no such role
 */
export async function holdQuota(tx: Tx, role: string): Promise<RoleQuota> {
  const { rows } = await sql<RoleQuota>`select id as role_id, export_files as files, export_rows as rows, export_rows_of_all as rows_of_all
    from roles where name = ${role}`.execute(tx);
  const [quota] = rows;
  if (quota === undefined) throw new Error(`there is no role ${role}`);
  await sql`select pg_advisory_xact_lock(hashtext('exports'), ${quota.roleId})`.execute(tx);
  return quota;
}

/** What was taken since a moment: by an account, by whatever roles it had, and by all accounts in a role. */
export async function readTaken(
  db: Queryable,
  { staffId, roleId, since }: { staffId: number; roleId: number; since: Date },
): Promise<ExportQuota> {
  const { rows } = await sql<ExportQuota>`select count(*) filter (where staff_id = ${staffId}) as files,
      coalesce(sum(rows) filter (where staff_id = ${staffId}), 0)::bigint as rows,
      coalesce(sum(rows) filter (where role_id = ${roleId}), 0)::bigint as rows_of_all
    from exports where at >= ${since} and (staff_id = ${staffId} or role_id = ${roleId})`.execute(db);
  return rows[0] ?? { files: 0, rows: 0, rowsOfAll: 0 };
}

export interface NewExport {
  readonly id: string;
  readonly at: Date;
  readonly staffId: number;
  readonly roleId: number;
  readonly list: string;
  readonly format: 'csv' | 'xlsx' | 'pdf';
  readonly filter: object;
  readonly reason: string;
  readonly rows: number;
}

/** @returns false when the id was used before. */
export async function insertExport(tx: Tx, { id, at, staffId, roleId, list, format, filter, reason, rows }: NewExport): Promise<boolean> {
  const result = await sql`insert into exports (id, at, staff_id, role_id, list, format, filter, reason, rows)
    values (${id}, ${at}, ${staffId}, ${roleId}, ${list}, ${format}, ${JSON.stringify(filter)}::json, ${reason}, ${rows})
    on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whose data a page of a list holds: they are told of it among the uses of their data. */
export async function noteExported(db: Queryable, exportId: string, personIds: readonly number[]): Promise<void> {
  await sql`insert into export_persons (export_id, person_id) select ${exportId}, unnest(${[...new Set(personIds)]}::bigint[])
    on conflict do nothing`.execute(db);
}

/** The last byte was handed over. @param sha256 of the whole file */
export async function finishExport(db: Queryable, id: string, written: number, sha256: Buffer, at: Date): Promise<void> {
  await sql`update exports set written = ${written}, sha256 = ${sha256}, finished_at = ${at} where id = ${id}`.execute(db);
}
