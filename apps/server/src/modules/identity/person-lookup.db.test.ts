import { makeCity, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Vault } from '../../platform/crypto/sealing';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEYS } from '../../testing/keys';
import { PersonLookup } from './person-lookup';

const city = makeCity({ size: 'tiny' });
/** People of a larger city: nobody here is registered with their documents. */
const others = makeCity({ size: 'small' });
const vault = new Vault(TEST_KEYS);

let database: ClonedDatabase;
let running: OpenDatabase;
let owning: OpenDatabase;
let queries = 0;
let people: PersonLookup;
beforeAll(async () => {
  database = await cloneDatabase();
  running = openDatabase({ url: database.runningUrl, connections: 4, onError: () => undefined });
  owning = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
});
beforeEach(() => {
  queries = 0;
  const counted = running.db.withPlugin({
    transformQuery: ({ node }) => {
      queries += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  people = new PersonLookup(counted, vault);
});
afterAll(async () => {
  await Promise.all([running.close(), owning.close()]);
  await database.drop();
});

const find = (from: typeof city, index: number) => {
  const { documentType, documentNumber } = residentAt(from, index);
  return people.find(documentType, documentNumber);
};

describe('people by their document', () => {
  it('are found with a masked name, or not', async () => {
    const known = await find(city, 3);
    expect(known?.id).toBeGreaterThan(0);
    expect(known?.name).toMatch(/^[^*]{1,2}\*+$/);
    expect(await find(others, 9_000)).toBeUndefined();
    expect(queries).toBe(2);
  });

  it('of one moment share a query, each with their own answer', async () => {
    const asked = Array.from({ length: 150 }, (_, index) => index);
    const found = await Promise.all([...asked.map((index) => find(city, index)), find(others, 9_000), find(city, 0)]);
    expect(queries).toBe(1);
    expect(new Set(found.slice(0, 150).map((person) => person?.id)).size).toBe(150);
    expect(found[150]).toBeUndefined();
    expect(found[151]).toEqual(found[0]);
    for (const index of [0, 77, 149]) expect(found[index]).toEqual(await find(city, index));
  });

  it('beyond a thousand take a second query, not a second round of waiting', async () => {
    const found = await Promise.all(Array.from({ length: 1_200 }, (_, index) => find(others, 1_000 + index)));
    expect(found.filter((person) => person !== undefined)).toEqual([]);
    expect(queries).toBe(2);
  });

  it('are asked for by one query at a time', async () => {
    const answers: Promise<unknown>[] = [];
    await owning.db.transaction().execute(async (tx) => {
      await sql`lock table persons in access exclusive mode`.execute(tx);
      for (let index = 0; index < 5; index += 1) {
        answers.push(find(city, index));
        await nextTurn();
      }
      await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), { timeout: 5_000 });
      expect(queries).toBe(1);
    });
    expect(await Promise.all(answers)).not.toContain(undefined);
    expect(queries).toBe(2);
  });

  it('fail together when the database does, and are found again after it', async () => {
    await sql`revoke select on persons from tongxing_app`.execute(owning.db);
    const answers = await Promise.allSettled([find(city, 1), find(city, 2)]);
    expect(answers).toMatchObject([
      { status: 'rejected', reason: { code: '42501' } },
      { status: 'rejected', reason: { code: '42501' } },
    ]);
    await sql`grant select on persons to tongxing_app`.execute(owning.db);
    expect(await find(city, 1)).toMatchObject({ name: expect.any(String) });
  });
});

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

async function waitingForLocks(): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(owning.db);
  return rows[0]?.count;
}
