import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

/** The oldest day up to the given one that was not compacted yet; both `YYYY-MM-DD`. */
export async function oldestLooseDay(db: Queryable, lastDay: string): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`select to_char(day, 'YYYY-MM-DD') as day from (
      select to_date(right(c.relname, 8), 'YYYYMMDD') as day, obj_description(c.oid, 'pg_class') as mark
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'visits'::regclass) partition
    where mark is distinct from 'compacted' and day <= ${lastDay}::date order by day limit 1`.execute(db);
  return rows[0]?.day;
}

/** Number of the server process behind a connection. */
export async function backendOf(db: Queryable): Promise<number> {
  const { rows } = await sql<{ backend: number }>`select pg_backend_pid() as backend`.execute(db);
  return rows[0]?.backend ?? 0;
}

/** Writes a day again (db/migrations/0010). @returns false when there was nothing to do, or another node does it. */
export async function compactDay(db: Queryable, day: string): Promise<boolean> {
  const { rows } = await sql<{ compacted: boolean }>`select compact_visit_day(${day}::date) as compacted`.execute(db);
  return rows[0]?.compacted ?? false;
}

/** Ends what a server process is doing; it then fails with `query_canceled` and leaves nothing half done. */
export async function cancelBackend(db: Queryable, backend: number): Promise<void> {
  await sql`select pg_cancel_backend(${backend}::integer)`.execute(db);
}
