import pg from 'pg';

/** Settings without which "acknowledged" would not mean "on disk" (docs/adr/0004). */
const REQUIRED: Readonly<Record<string, string>> = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' };
const OLDEST_VERSION = 150_000;

/**
 * Names every unsafe setting of the server, or nothing. `synchronous_commit` may also be stronger than `on`.
 */
export async function unsafeSettings(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1)', [
      [...Object.keys(REQUIRED), 'server_version_num'],
    ]);
    const found = new Map(rows.map((row) => [row.name, row.setting]));
    const problems = Object.entries(REQUIRED)
      .filter(([name, wanted]) => found.get(name) !== wanted && !(name === 'synchronous_commit' && found.get(name) === 'remote_apply'))
      .map(([name, wanted]) => `PostgreSQL runs with ${name} = ${found.get(name) ?? 'unknown'}; it must be ${wanted}`);
    if (Number(found.get('server_version_num')) < OLDEST_VERSION) problems.push('PostgreSQL 15 or newer is needed');
    return problems;
  } finally {
    await client.end();
  }
}

/** Tables of which not even the running program may change a row. */
const APPEND_ONLY = ['audit_events', 'visits'];

/** Names the append-only tables that a role could change: none, for a role that only runs. */
export async function rewritableTables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select name from unnest($1::text[]) as name where has_table_privilege(name, 'UPDATE') or has_table_privilege(name, 'DELETE')",
      [APPEND_ONLY],
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}
