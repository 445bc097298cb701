import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { committedSince } from '../../platform/database/snapshots';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { readFactChanges, readSnapshot } from './store';

let cloned: ClonedDatabase;
let running: OpenDatabase;
/** Another connection, whose transaction stays open as long as a test wants. */
let slow: pg.Client;
beforeAll(async () => {
  cloned = await cloneDatabase();
  running = openDatabase({ url: cloned.runningUrl, connections: 2, onError: () => undefined });
});
afterAll(async () => {
  await running.close();
  await cloned.drop();
});
beforeEach(async () => {
  slow = new pg.Client({ connectionString: cloned.ownerUrl });
  await slow.connect();
  await slow.query('begin');
});
afterEach(() => slow.end());

const INSERT = 'insert into fact_changes (kind, key) values ($1, $2)';
const change = (key: number) => sql`insert into fact_changes (kind, key) values ('person', ${key})`.execute(running.db);

/** Reads on from a snapshot, as a node does. */
async function reader() {
  let seen = await readSnapshot(running.db);
  return async () => {
    const read = await readFactChanges(running.db, seen);
    seen = read.seen;
    return read.changes.map(({ key }) => key).sort();
  };
}

it('reads each change once, however long another transaction stays open', async () => {
  await slow.query('select pg_current_xact_id()');
  const read = await reader();
  await change(1);
  await change(2);
  expect(await read()).toEqual([1, 2]);
  expect(await read()).toEqual([]);
  await change(3);
  expect(await read()).toEqual([3]);
  await slow.query('commit');
  expect(await read()).toEqual([]);
});

it('misses nothing that began early and commits late', async () => {
  await slow.query(INSERT, ['person', 10]);
  const read = await reader();
  await change(11);
  expect(await read()).toEqual([11]);
  await slow.query(INSERT, ['person', 12]);
  await change(13);
  expect(await read()).toEqual([13]);
  await slow.query('commit');
  expect(await read()).toEqual([10, 12]);
  expect(await read()).toEqual([]);
});

it('reads nothing of what was rolled back, nor of what had been committed before it began', async () => {
  await change(20);
  await slow.query(INSERT, ['person', 21]);
  const read = await reader();
  await slow.query('rollback');
  expect(await read()).toEqual([]);
});

it('looks for them by index, from wherever it has come to', async () => {
  await sql`insert into fact_changes (kind, key) select 'person', n from generate_series(1, 20000) n`.execute(running.db);
  await slow.query('select pg_current_xact_id()');
  const seen = await readSnapshot(running.db);
  await slow.query('analyze fact_changes');
  const { rows } = await sql`explain select from (select 1) one left join fact_changes on ${committedSince(seen)}`.execute(running.db);
  expect(JSON.stringify(rows)).not.toContain('Seq Scan');
});
