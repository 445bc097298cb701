import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClonedDatabase, cloneDatabase, createEmptyDatabase } from '../../testing/clone';
import { paths } from '../paths';
import { openDatabase } from './database';
import { migrate } from './migrations';

let folder: string;
let database: ClonedDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-migrations-'));
  for (const name of await readdir(paths.migrations)) await copyFile(join(paths.migrations, name), join(folder, name));
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const shipped = async () => (await readdir(paths.migrations)).sort();
const next = async () => String((await shipped()).length + 1).padStart(4, '0');

async function tables(): Promise<string[]> {
  const { db, close } = openDatabase({ url: database.ownerUrl, connections: 1, onError: () => undefined });
  const { rows } = await sql<{
    name: string;
  }>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`.execute(db);
  await close();
  return rows.map((row) => row.name);
}

describe('migrations of an empty database', () => {
  beforeEach(async () => {
    database = await createEmptyDatabase();
  });

  it('are applied in order, and not again', async () => {
    expect(await migrate(database.ownerUrl, folder)).toEqual(await shipped());
    expect(await migrate(database.ownerUrl, folder)).toEqual([]);
  });

  it('are applied once by nodes that start together', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(database.ownerUrl, folder)));
    expect(runs.map((run) => run.length).sort((a, b) => b - a)).toEqual([(await shipped()).length, 0, 0, 0]);
  });

  it('leave nothing of a file that fails, and go on from there when it is right', async () => {
    const name = `${await next()}-add-something.sql`;
    await writeFile(join(folder, name), 'create table something (a integer); select 1 / 0;');
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(`migration ${name} failed; nothing of it was applied`);
    expect(await tables()).not.toContain('something');
    await writeFile(join(folder, name), 'create table something (a integer);');
    expect(await migrate(database.ownerUrl, folder)).toEqual([name]);
  });

  it.each(['0002-second-of-its-number.sql', 'without-number.sql', '99-short.sql'])('are refused with a file %s', async (name) => {
    await writeFile(join(folder, name), 'select 1');
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(/out of order/);
    expect(await tables()).toEqual([]);
  });
});

describe('migrations of a database in use', () => {
  beforeEach(async () => {
    database = await cloneDatabase();
  });

  it('are refused when an applied file was edited', async () => {
    const [first = ''] = await shipped();
    await writeFile(join(folder, first), `${await readFile(join(folder, first), 'utf8')}\n-- better words`);
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(`migration ${first} was changed after it was applied`);
  });

  it('go on where a text was applied that was mended since', async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(
      `update schema_migrations set checksum = '4dd9309b0fdc015fa16c81ab01afdebc5c97927fa5e8ffbe42a6cc602edb7b72' where name like '0010-%'`,
    );
    await client.end();
    expect(await migrate(database.ownerUrl, folder)).toEqual([]);
  });

  it('are refused when the database is newer than the program', async () => {
    const name = `${await next()}-from-the-future.sql`;
    await writeFile(join(folder, name), 'select 1');
    await migrate(database.ownerUrl, folder);
    await rm(join(folder, name));
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(/which this version does not know: start the newer version/);
  });

  it('add what is new', async () => {
    const name = `${await next()}-add-something.sql`;
    await writeFile(join(folder, name), 'create table something (a integer);');
    expect(await migrate(database.ownerUrl, folder)).toEqual([name]);
  });
});
