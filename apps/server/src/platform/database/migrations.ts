import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Advisory lock number of the migration run: an arbitrary constant, the same in every node. */
const LOCK = 7_160_518;
/**
 * Checksums of former texts. A file changes after it was released only when it fails, or loses something, on databases
 * in the field; both texts leave the same schema behind.
 */
const FORMER_TEXTS: Readonly<Record<string, readonly string[]>> = {
  // Lost verdict, advice, evidence, method and direction of the visits it moved: where it went through they are gone.
  '0008-lay-visits-out-small.sql': ['f1cf48dcaa87b2f9802985009ac1c4ff19a26d5fab2c14cef2da8d48e1627998'],
  // Failed where a trace had found more than 32,768 contacts.
  '0010-compact-past-days.sql': ['4dd9309b0fdc015fa16c81ab01afdebc5c97927fa5e8ffbe42a6cc602edb7b72'],
};
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      if (Number(FILE.exec(name)?.[1]) !== index + 1) throw new Error(`migration ${name} is out of order: expected number ${index + 1}`);
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

const isTextOf = ({ name, checksum }: Migration, applied: string) => applied === checksum || FORMER_TEXTS[name]?.includes(applied) === true;

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`create table if not exists schema_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations');
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [migration.name, migration.checksum]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed; nothing of it was applied`, { cause });
  }
}

/**
 * Applies what is missing, in order, one transaction each, under a lock that nodes starting together wait for.
 * Forward only: a file that was applied must not change, but for {@link FORMER_TEXTS}.
 * @returns names of the migrations applied now.
 * @throws when an applied file was edited, or the database is ahead of this program.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const applied = await appliedMigrations(client);
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name))
        throw new Error(`the database has migration ${name}, which this version does not know: start the newer version`);
    }
    const done: string[] = [];
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
        done.push(migration.name);
      } else if (!isTextOf(migration, checksum)) {
        throw new Error(`migration ${migration.name} was changed after it was applied: write a new one instead`);
      }
    }
    return done;
  } finally {
    await client.end();
  }
}

/** Names of migrations the database lacks, asked as the running role: all of them when it was never migrated. */
export async function pendingMigrations(url: string, folder: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const known = await client.query<{ known: boolean }>("select to_regclass('schema_migrations') is not null as known");
    const { rows } =
      known.rows[0]?.known === true ? await client.query<{ name: string }>('select name from schema_migrations') : { rows: [] };
    const applied = new Set(rows.map((row) => row.name));
    return (await readMigrations(folder)).map((migration) => migration.name).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}
