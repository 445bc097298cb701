import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, type OpenDatabase, openDatabase } from '../../platform/database/database';
import { createLogger } from '../../platform/logs';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEYS } from '../../testing/keys';
import { readHeadFile } from './head-file';
import { AuditKeeper } from './keeper';
import { SealKeys, sealHash } from './seal';
import { findHead, insertSeal, listSeals } from './seal-store';
import { sealNext } from './sealer';
import { recordAudit } from './store';
import { verifyDatabase } from './verify-database';

const keys = SealKeys.fromSecret(TEST_KEYS.sign);
let nowMs = Date.parse('2026-03-01T08:30:00Z');
const clock = { now: () => nowMs };

let database: ClonedDatabase;
let owner: OpenDatabase;
let running: OpenDatabase;
let folder: string;
beforeAll(async () => {
  database = await cloneDatabase();
  owner = openDatabase({ url: database.ownerUrl, connections: 3, onError: () => undefined });
  running = openDatabase({ url: database.runningUrl, connections: 3, onError: () => undefined });
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(async () => {
  await Promise.all([owner.close(), running.close()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

const seal = () => sealNext({ db: running.db, keys, clock });
const record = (db: Database, action = 'venue.create') =>
  recordAudit(db, { actor: 'platform', action, subject: 'venue:x', before: { state: 'active' }, requestId: 'test' });
const verify = async () => verifyDatabase(running.db, { keys, head: await findHead(running.db) });
const listed = async () => (await listSeals(running.db, 0, 1_000)).flatMap((one) => one.eventIds);

describe('seals', () => {
  it('list every committed event once, whatever order they commit in', async () => {
    await record(running.db);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = running.db.transaction().execute(async (tx) => {
      await record(tx, 'late.commit');
      written();
      await held;
    });
    await isWritten;
    await record(running.db, 'early.commit');
    await seal();
    // The one that commits late has the lower id, and holds up nobody.
    expect((await verify()).unsealed).toBe(0);
    await record(running.db);
    await seal();
    release();
    await late;
    expect(await verify()).toMatchObject({ found: 0, unsealed: 1 });
    await seal();
    await seal();
    const { rows } = await sql<{ id: string }>`select id::text as id from audit_events order by id`.execute(owner.db);
    expect((await listed()).sort((a, b) => Number(a) - Number(b))).toEqual(rows.map((row) => row.id));
    expect(await verify()).toMatchObject({ found: 0, unsealed: 0, events: rows.length });
  });

  it('are made by one at a time', async () => {
    for (let n = 0; n < 5; n += 1) await record(running.db);
    await Promise.all([seal(), seal(), seal()]);
    await seal();
    const ids = await listed();
    expect(new Set(ids).size).toBe(ids.length);
    expect(await verify()).toMatchObject({ found: 0, unsealed: 0 });
  });

  it('can neither be changed nor removed by the running role', async () => {
    for (const query of [sql`update audit_seals set hash = hash`, sql`delete from audit_seals`, sql`truncate audit_seals`])
      await expect(query.execute(running.db)).rejects.toMatchObject({ code: '42501' });
  });

  it('go on when a dump was read back into a younger cluster', async () => {
    await record(running.db);
    await seal();
    const last = (await listSeals(running.db, 0, 1_000)).at(-1);
    if (last === undefined) throw new Error('no seal');
    // As it would stand in a dump of a cluster that had come much further, with one event not sealed.
    await sql`insert into audit_events (transaction, actor, role, action, subject, request_id)
      values ('900000000050'::xid8, 'platform', 'platform', 'old.tail', 'x', 'test')`.execute(owner.db);
    const ahead = {
      ...last,
      number: last.number + 1,
      completeBefore: '900000000000',
      snapshotEnd: '900000000000',
      eventIds: [],
      contentHashes: [],
    };
    const hashed = { ...ahead, hash: sealHash(ahead, last.hash) };
    await insertSealAs(owner.db, { ...hashed, signature: keys.sign(hashed) });
    await record(running.db, 'new.cluster');
    for (let n = 0; n < 4; n += 1) {
      await seal();
      await record(running.db);
    }
    await seal();
    const ids = await listed();
    expect(new Set(ids).size).toBe(ids.length);
    expect(await verify()).toMatchObject({ found: 0, unsealed: 0 });
    expect(ids.length).toBe((await verify()).events);
  });
});

const insertSealAs = (db: Database, one: Parameters<typeof insertSeal>[1]) => db.transaction().execute((tx) => insertSeal(tx, one));

describe('the head outside the database', () => {
  const fatal: string[] = [];
  const keeper = (headFile: string) => {
    const logger = Object.assign(createLogger('silent'), { fatal: (_: unknown, text: string) => void fatal.push(text) });
    return new AuditKeeper({ db: running.db, keys, clock, logger, headFile });
  };

  it('follows the newest seal and is signed', async () => {
    const headFile = join(folder, 'head.json');
    const one = keeper(headFile);
    await record(running.db);
    await one.run();
    const head = await readHeadFile(headFile);
    expect(head && keys.isSigned(head)).toBe(true);
    expect(head).toMatchObject((await findHead(running.db)) ?? {});
    await record(running.db);
    await one.run();
    expect((await readHeadFile(headFile))?.number).toBe((head?.number ?? 0) + 1);
  });

  const cut = async () => {
    const { rows } = await sql<{ ids: string[] }>`delete from audit_seals where number = (select max(number) from audit_seals)
      returning event_ids::text[] as ids`.execute(owner.db);
    return rows[0]?.ids ?? [];
  };
  const deleteEvents = async (ids: readonly string[]) =>
    sql`delete from audit_events where id = any(${[...ids]}::bigint[])`.execute(owner.db);
  const asItWas = (text: string) => text;

  it.each([
    ['of a log whose tail was cut', asItWas, async () => void (await deleteEvents(await cut())), 'ends before it'],
    ['of a log that was sealed anew', asItWas, async () => void (await cut()), 'another seal'],
    ['with a changed number', (text: string) => text.replace(/"position": \d+/, '"position": 9'), async () => undefined, 'not signed'],
    ['that is no head', () => '{}', async () => undefined, 'cannot be read'],
  ])('%s is left as it is', async (_, changeFile, changeLog, said) => {
    const headFile = join(folder, 'contradicted.json');
    await record(running.db);
    await keeper(headFile).run();
    const kept = changeFile(await readFile(headFile, 'utf8'));
    await writeFile(headFile, kept);
    await changeLog();
    nowMs += 1_000;
    fatal.length = 0;
    await keeper(headFile).run();
    expect(fatal.join()).toContain(said);
    expect(await readFile(headFile, 'utf8')).toBe(kept);
    await rm(headFile);
  });
});
