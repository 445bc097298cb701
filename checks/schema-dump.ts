import pg from 'pg';

/** Reads a schema back from the catalogue, in an order that does not depend on how it came about. */
const QUERIES = {
  tables: `select c.relname as name, obj_description(c.oid) as comment,
      (select string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
          case when a.attnotnull then ' not null' else '' end,
          case when a.attidentity <> '' then ' generated always as identity' else '' end,
          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), E',\\n' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end as partitioned
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'schema_migrations' order by 1`,
  constraints: `select format('alter table %I add constraint %I %s;', r.relname, c.conname, pg_get_constraintdef(c.oid)) as line
    from pg_constraint c join pg_class r on r.oid = c.conrelid
    where r.relnamespace = 'public'::regnamespace and not r.relispartition and c.contype <> 'n' and r.relname <> 'schema_migrations' order by r.relname, c.conname`,
  indexes: `select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and not t.relispartition and t.relname <> 'schema_migrations'
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u')) order by 1`,
  comments: `select format('comment on column %I.%I is %L;', c.relname, a.attname, col_description(c.oid, a.attnum)) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'public'::regnamespace and not c.relispartition and col_description(c.oid, a.attnum) is not null order by 1`,
  functions: `select pg_get_functiondef(p.oid) || ';' as line from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`,
  triggers: `select pg_get_triggerdef(t.oid) || ';' as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and not c.relispartition order by t.tgname`,
  grants: `select format('grant %s on %I to %I;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), g.table_name, g.grantee) as line
    from information_schema.role_table_grants g join pg_class c on c.relname = g.table_name and c.relnamespace = 'public'::regnamespace
    where g.grantee = 'tongxing_app' and not c.relispartition group by g.table_name, g.grantee order by g.table_name`,
};

async function lines(client: pg.Client, query: string): Promise<string> {
  const { rows } = await client.query<{ line: string }>(query);
  return rows.map((row) => row.line).join('\n');
}

/** The schema as text: what the migrations add up to. */
export async function dumpSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; columns: string; partitioned: string; comment: string | null }>(QUERIES.tables);
    const tables = rows.map(({ name, columns, partitioned, comment }) => {
      const create = `create table ${name} (\n${columns}\n)${partitioned};`;
      return comment === null ? create : `${create}\ncomment on table ${name} is ${client.escapeLiteral(comment)};`;
    });
    const rest: string[] = [];
    for (const query of [QUERIES.constraints, QUERIES.indexes, QUERIES.comments, QUERIES.functions, QUERIES.triggers, QUERIES.grants])
      rest.push(await lines(client, query));
    return `-- What the migrations add up to. Written by \`npm run update\`, compared by \`npm test\`; never edited.\n\n${[...tables, ...rest].join('\n\n')}\n`;
  } finally {
    await client.end();
  }
}
