import { sql } from 'kysely';
import type { Database } from '../platform/database/database';

/** Rows, values that are set and states, by table: what a use case changed shows as a difference. */
export type TableCounts = ReadonlyMap<string, number>;

/** Columns that workers change on their own time: the outbox sends, loops sweep. */
const NOT_OURS: Readonly<Record<string, readonly string[]>> = {
  sms_messages: ['state', 'attempts', 'next_attempt_at', 'lease', 'gateway_id', 'accepted_at', 'delivered_at'],
  sms_receipts: ['gateway_id', 'is_delivered', 'received_at'],
};
/** Written by loops alone, on their own time. */
const NOT_COUNTED = new Set(['audit_seals', 'trace_persons', 'permission_uses']);
/** Words whose change matters though the row and its values stay as many. */
const STATES = ['state', 'regime', 'result', 'escalation'];

interface Column {
  readonly table: string;
  readonly column: string;
}

async function columnsOf(db: Database): Promise<Column[]> {
  const { rows } = await sql<Column>`select c.relname as "table", a.attname as "column"
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1, a.attnum`.execute(db);
  return rows.filter(({ table, column }) => !NOT_COUNTED.has(table) && !(NOT_OURS[table] ?? []).includes(column));
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function countsOf(table: string, columns: readonly string[]): string[] {
  const set = columns.map((column) => `${quoted(`${table}.${column}`)}, count("${column}")`);
  const states = columns.filter((column) => STATES.includes(column));
  return [
    `select e.key, e.value::text::integer as value from (select jsonb_build_object(${[`${quoted(table)}, count(*)`, ...set].join(', ')}) as counts from "${table}") t,
      jsonb_each(t.counts) e`,
    ...states.map(
      (column) =>
        `select ${quoted(`${table}.${column}=`)} || "${column}"::text, count(*)::integer from "${table}" where "${column}" is not null group by "${column}"`,
    ),
  ];
}

/** A reader of the counts of every table that is there now. */
export async function tableCounter(db: Database): Promise<() => Promise<TableCounts>> {
  const columns = await columnsOf(db);
  const tables = [...new Set(columns.map(({ table }) => table))];
  const parts = tables.flatMap((name) =>
    countsOf(
      name,
      columns.filter(({ table }) => table === name).map(({ column }) => column),
    ),
  );
  const all = sql<{ key: string; value: number }>`${sql.raw(parts.join('\nunion all\n'))}`;
  return async () => new Map((await all.execute(db)).rows.map(({ key, value }) => [key, value]));
}

/** What is more (or less) than before; nothing when nothing happened. */
export function difference(before: TableCounts, after: TableCounts): Record<string, number> {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = keys.map((key) => [key, (after.get(key) ?? 0) - (before.get(key) ?? 0)] as const);
  return Object.fromEntries(changed.filter(([, by]) => by !== 0));
}
