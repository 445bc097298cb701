import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';
import type { ClassName } from './classes';

/** Removes what is over of a class, some of it. @returns how many; fewer than `most` when nothing is left. */
export async function sweepEnded(db: Queryable, name: ClassName, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ swept: number }>`select sweep_ended(${name}, ${before}, ${most}) as swept`.execute(db);
  return rows[0]?.swept ?? 0;
}

/** Remembers a look for what is over, and what it took. @param now epoch ms */
export async function noteRun(db: Queryable, name: ClassName, removed: number, now: number): Promise<void> {
  const at = new Date(now);
  await sql`insert into retention_runs as r (class, ran_at, removed, removed_at, removed_in_all)
    values (${name}, ${at}, ${removed}, ${removed > 0 ? at : null}, ${removed})
    on conflict (class) do update set ran_at = excluded.ran_at,
      removed = case when excluded.removed > 0 then excluded.removed else r.removed end,
      removed_at = coalesce(excluded.removed_at, r.removed_at),
      removed_in_all = r.removed_in_all + excluded.removed`.execute(db);
}

export interface RunRow {
  readonly class: string;
  readonly ranAt: Date;
  readonly removed: number;
  readonly removedAt: Date | null;
  readonly removedInAll: number;
}

export async function readRuns(db: Queryable): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select class, ran_at, removed, removed_at, removed_in_all from retention_runs`.execute(db);
  return rows;
}

export interface SizeRow {
  readonly table: string;
  /** An estimate: counting millions of rows would cost more than the page is worth. */
  readonly rows: number;
  readonly bytes: number;
}

/** Rows and bytes of tables, with their partitions. */
export async function readSizes(db: Queryable, tables: readonly string[]): Promise<SizeRow[]> {
  const { rows } = await sql<SizeRow>`select t.name as table, coalesce(sum(greatest(s.n_live_tup, 0)), 0)::bigint as rows,
      coalesce(sum(pg_total_relation_size(p.relid)), 0)::bigint as bytes
    from unnest(${[...tables]}::text[]) as t (name) cross join lateral (
      select t.name::regclass::oid as relid union select relid::oid from pg_partition_tree(t.name::regclass)) p
    left join pg_stat_user_tables s on s.relid = p.relid group by t.name`.execute(db);
  return rows;
}

/** Where the age of a class stands. All of them indexed, or small. */
const AGES: Readonly<Record<Exclude<ClassName, 'visits' | 'persons' | 'audit'>, RawBuilder<unknown>>> = {
  messages: sql`queued_at from sms_messages`,
  incidents: sql`reported_at from incidents`,
  cases: sql`confirmed_at from cases`,
  evidence: sql`recorded_at from health_evidence`,
  trips: sql`declared_at from trips`,
  requests: sql`made_at from rights_requests`,
  sessions: sql`created_at from sessions`,
  staff: sql`created_at from staff_accounts`,
  uses: sql`day::timestamptz from permission_uses`,
  exports: sql`at from exports`,
};

export interface AgeRow {
  readonly class: string;
  readonly oldest: Date | null;
  readonly newest: Date | null;
}

/** The oldest and newest of each class; visits by the days of their partitions. */
export async function readAges(db: Queryable): Promise<AgeRow[]> {
  const byColumn = Object.entries(AGES).map(
    ([name, column]) => sql`select ${name}::text as class, min(at) as oldest, max(at) as newest from (select ${column}) c (at)`,
  );
  const { rows } = await sql<AgeRow>`${sql.join(byColumn, sql` union all `)}
    union all select 'persons', (select registered_at from persons order by id limit 1),
      (select registered_at from persons order by id desc limit 1)
    union all select 'audit', (select at from audit_events order by id limit 1), (select at from audit_events order by id desc limit 1)
    union all select 'visits', min(day), max(day) from (
      select to_date(right(s.relname, 8), 'YYYYMMDD')::timestamptz as day from pg_inherits i
      join pg_stat_user_tables s on s.relid = i.inhrelid where i.inhparent = 'visits'::regclass and s.n_live_tup > 0) d`.execute(db);
  return rows;
}

/** Days whose key is there: their messages can be read. */
export async function countDayKeys(db: Queryable, firstDayKey: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from sealing_keys
    where id >= ${firstDayKey} and destroyed_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}
