import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock';
import { ClockDrift } from '../../platform/clock-drift';
import { dayKeyId } from '../../platform/crypto/key-ids';
import { KeyRing } from '../../platform/crypto/key-ring';
import { createKeyFile, loadKeys } from '../../platform/crypto/keys';
import { Vault } from '../../platform/crypto/sealing';
import { type Database, type OpenDatabase, openDatabase } from '../../platform/database/database';
import { dayFrom } from '../../platform/days';
import { createLogger } from '../../platform/logs';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEY_FILE, TEST_KEYS } from '../../testing/keys';
import { keptFrom } from '../retention/public';
import { destroyEnded, ensureDays } from './keeper';
import { matchKeys } from './known-keys';
import { destroyKeys, type KeyDesk, retireKey, rotateKeys } from './lifecycle';
import { resealAll } from './reseal';
import { SEALED_TABLES } from './sealed-tables';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const logger = createLogger('silent');
let folder: string;
let keysFile: string;
let database: ClonedDatabase;
let running: OpenDatabase;
let db: Database;
let aheadMs: number;
const clock = { now: () => systemClock.now() + aheadMs };
let desk: KeyDesk;

beforeEach(async () => {
  aheadMs = 0;
  folder = await mkdtemp(join(tmpdir(), 'tongxing-key-desk-'));
  keysFile = join(folder, 'keys.json');
  await writeFile(keysFile, TEST_KEY_FILE);
  database = await cloneDatabase();
  running = openDatabase({ url: database.runningUrl, connections: 2, onError: () => undefined });
  ({ db } = running);
  desk = { db, keysFile, suite: 'international', clock, timeZone: ZONE };
  await matchKeys(db, await ring(), keptFrom(clock.now(), ZONE));
});
afterEach(async () => {
  await running.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const today = () => dayFrom(clock.now(), 0, ZONE);
const keys = () => loadKeys(keysFile, false, { today: today() });
const ring = async () => new KeyRing(await keys());
const vault = async () => new Vault(await keys());

async function rowsOf<T>(query: RawBuilder<T>): Promise<readonly T[]> {
  return (await query.execute(db)).rows;
}

/** Every name, document and telephone of the city, in the clear. */
async function everybody(): Promise<readonly string[]> {
  const open = await vault();
  const people =
    await rowsOf(sql<{ nameSealed: Buffer; documentSealed: Buffer; phoneSealed: Buffer | null }>`select * from persons order by id`);
  return people.map((row) =>
    [
      open.open('name', row.nameSealed),
      open.open('document', row.documentSealed),
      row.phoneSealed && open.open('phone', row.phoneSealed),
    ].join(),
  );
}

const reseal = async (onProgress: (table: string) => void = () => undefined, batch = 50) =>
  resealAll({ db, keys: await keys(), vault: await vault(), batch, onProgress, pause: () => Promise.resolve() });

it('knows every sealed field of the schema', async () => {
  const columns = await rowsOf(sql<{ name: string }>`select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and (column_name like '%sealed' or column_name = 'key_check') order by 1`);
  const known = SEALED_TABLES.flatMap(({ table, columns: own }) => own.map(({ name }) => `${table}.${name}`));
  expect(columns.map(({ name }) => name)).toEqual(known.sort());
});

describe('a start', () => {
  it('names the key and the purpose that are missing, or are others', async () => {
    await rotateKeys(desk, 'name');
    const [fresh] = (await ring()).all().filter(({ purpose }) => purpose === 'name');
    const others = new KeyRing(TEST_KEYS);
    expect(await matchKeys(db, others, today())).toEqual([
      expect.stringMatching(new RegExp(`key ${fresh?.id} \\(name\\), in use since .* is missing`)),
    ]);
    const wrong = new KeyRing({ ...TEST_KEYS, sealing: { 1: Buffer.alloc(32, 99), [String(fresh?.id)]: Buffer.alloc(32, 98) } });
    expect(await matchKeys(db, wrong, today())).toEqual([
      expect.stringContaining('key 1 (every purpose)'),
      expect.stringContaining('is another one'),
    ]);
  });

  it('misses a day key that another machine made', async () => {
    await ensureDays(desk);
    await matchKeys(db, await ring(), today());
    await rm(join(folder, 'keys.days.json'));
    expect(await matchKeys(db, await ring(), keptFrom(clock.now(), ZONE))).toEqual(
      expect.arrayContaining([expect.stringContaining(`(messages of ${today()})`)]),
    );
    // A second key under the same name would hide that.
    await ensureDays(desk);
    expect((await ring()).find(dayKeyId(today()))).toBeUndefined();
  });
});

describe('rotation', () => {
  it('reseals everything, goes on where it was ended, and leaves nothing under the old key', async () => {
    const before = await everybody();
    await rotateKeys({ ...desk, suite: 'national' });
    expect(await everybody()).toEqual(before);
    let batches = 0;
    const dies = () => {
      batches += 1;
      if (batches === 7) throw new Error('killed');
    };
    await expect(reseal(dies)).rejects.toThrow('killed');
    const [placed] = await rowsOf(sql<{ looked: number }>`select sum(looked_at)::integer as looked from reseals`);
    expect(placed?.looked).toBeGreaterThan(0);
    await reseal();
    const [after] = await rowsOf(sql<{ looked: number; people: number }>`select looked_at::integer as looked,
      (select count(*) from persons)::integer as people from reseals where table_name = 'persons'`);
    // Nothing twice, nothing left out.
    expect(after?.looked).toBe(after?.people);
    expect(await everybody()).toEqual(before);
    const [old] = await rowsOf(sql<{ count: number }>`select count(*)::integer as count from persons
      where 1 in (get_byte(name_sealed, 0), get_byte(document_sealed, 0), get_byte(phone_sealed, 0))`);
    expect(old?.count).toBe(0);
  });

  it('keeps what somebody changed meanwhile', async () => {
    await rotateKeys(desk);
    const changed = (await vault()).seal('phone', '16099999999');
    const own = await vault();
    const changes: Promise<unknown>[] = [];
    const seal = own.seal.bind(own);
    // Somebody is quicker, between the reading of a row and its exchange.
    own.seal = (purpose, text) => {
      if (changes.length === 0) changes.push(sql`update persons set phone_sealed = ${changed} where id = 1`.execute(db));
      return seal(purpose, text);
    };
    await resealAll({ db, keys: await keys(), vault: own, batch: 50, onProgress: () => undefined, pause: () => Promise.all(changes) });
    await Promise.all(changes);
    const [person] = await rowsOf(sql<{ phoneSealed: Buffer }>`select phone_sealed from persons where id = 1`);
    expect((await vault()).open('phone', person?.phoneSealed ?? Buffer.alloc(0))).toBe('16099999999');
  });

  it('retires a key only when nothing needs it, and no node may still use it', async () => {
    await rotateKeys(desk);
    await expect(retireKey(desk, 1)).rejects.toThrow(/The last rotation is minutes old/);
    aheadMs = 11 * 60_000;
    await expect(retireKey(desk, 1)).rejects.toThrow(/Key 1 is still needed: \d+ in persons\.name_sealed|Key 1 is still needed/);
    await reseal();
    await expect(retireKey(desk, (await ring()).currentId('name'))).rejects.toThrow(/seals at present/);
    await retireKey(desk, 1);
    expect((await ring()).find(1)).toBeUndefined();
    expect(await matchKeys(db, await ring(), today())).toEqual([]);
    const actions = await rowsOf(sql<{ action: string }>`select action from audit_events where action like 'key.%' order by id`);
    expect(actions.map(({ action }) => action)).toEqual(['key.rotate', 'key.retire']);
  });
});

describe('destruction', () => {
  it('of a day makes its messages unreadable, in a copy of the database too, and is in the log', async () => {
    await ensureDays(desk);
    await matchKeys(db, await ring(), today());
    const [day, id] = [today(), dayKeyId(today())];
    const body = (await vault()).seal('message', '【通行】验证码 123456');
    await expect(destroyKeys(desk, { day })).rejects.toThrow(/still sent/);
    aheadMs = DAY_MS;
    expect(await destroyKeys(desk, { day })).toEqual([id]);
    // `body` is the copy: it was read before.
    await expect(vault().then((open) => open.open('message', body))).rejects.toThrow(`sealing key ${id} is not in the key file`);
    const [event] = await rowsOf(
      sql<{ subject: string; after: unknown }>`select subject, after from audit_events where action = 'key.destroy'`,
    );
    expect(event).toEqual({ subject: `day:${day}`, after: { keys: [id] } });
    expect(await matchKeys(db, await ring(), today())).toEqual([]);
  });

  it('of a purpose waits for what the key of all purposes still seals, then lists go on without it', async () => {
    await rotateKeys(desk);
    await expect(destroyKeys(desk, { purpose: 'name' })).rejects.toThrow(/seals for every purpose/);
    await reseal();
    // Backups from before the resealing are sealed under it.
    await expect(destroyKeys(desk, { purpose: 'name' })).rejects.toThrow(/older backups of the database.*tongxing keys retire 1$/);
    aheadMs = 11 * 60_000;
    await retireKey(desk, 1);
    await destroyKeys(desk, { purpose: 'name' });
    expect((await everybody()).every((line) => line.startsWith(','))).toBe(true);
    expect(await matchKeys(db, await ring(), today())).toEqual([]);
  });

  it('comes by itself when the messages of a day are over, and again for a copy of the files', async () => {
    await ensureDays(desk);
    await matchKeys(db, await ring(), today());
    const first = dayKeyId(today());
    const saved = await keys();
    aheadMs = 31 * DAY_MS;
    const drift = new ClockDrift(clock);
    const options = { ...desk, logger };
    expect(await destroyEnded(options, drift)).toEqual([first]);
    expect(saved.sealing[String(first)]).toBeDefined();
    expect((await keys()).sealing[String(first)]).toBeUndefined();
    // A clock that was set since destroys nothing.
    aheadMs = 60 * DAY_MS;
    expect(await destroyEnded(options, drift)).toEqual([]);
  });
});

it('a new file has a key for each purpose', async () => {
  const path = join(folder, 'new', 'keys.json');
  await createKeyFile(path, 'national');
  const fresh = new KeyRing(await loadKeys(path, false));
  expect(new Set(fresh.all().map(({ purpose }) => purpose)).size).toBe(fresh.all().length);
  expect(fresh.lookup.suite).toBe('national');
});
