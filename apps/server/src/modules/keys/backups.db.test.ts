import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock';
import { ClockDrift } from '../../platform/clock-drift';
import { dayKeyId } from '../../platform/crypto/key-ids';
import { KeyRing } from '../../platform/crypto/key-ring';
import { createKeyFile, loadKeys, readDayDocument, readKeyDocument } from '../../platform/crypto/keys';
import { Vault } from '../../platform/crypto/sealing';
import { type Database, type OpenDatabase, openDatabase } from '../../platform/database/database';
import { dayFrom } from '../../platform/days';
import { createLogger } from '../../platform/logs';
import { type ClonedDatabase, cloneDatabase, copyDatabase } from '../../testing/clone';
import { keptFrom } from '../retention/public';
import { destroyEnded, ensureDays } from './keeper';
import { matchKeys } from './known-keys';
import { destroyKeys } from './lifecycle';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const TEXT = '【通行】您的同行人员出现异常，请原地等候';
const NAME = '诸葛清晨';

let folder: string;
let keysFile: string;
let live: ClonedDatabase;
let opened: OpenDatabase[];
let copies: ClonedDatabase[];
let aheadMs: number;
const clock = { now: () => systemClock.now() + aheadMs };
const today = () => dayFrom(clock.now(), 0, ZONE);

/** A connection that is closed when the test is over, or before a copy is made. */
function open({ runningUrl }: ClonedDatabase): Database {
  const one = openDatabase({ url: runningUrl, connections: 2, onError: () => undefined });
  opened.push(one);
  return one.db;
}
async function closeAll(): Promise<void> {
  await Promise.all(opened.map(({ close }) => close()));
  opened = [];
}
const deskOf = (db: Database, path = keysFile) => ({ db, keysFile: path, suite: 'international' as const, clock, timeZone: ZONE });
const keysAt = (path: string) => loadKeys(path, false, { today: today() });

/** What a start says is missing; nothing when it starts. */
const missingAt = async (db: Database, path: string) => matchKeys(db, new KeyRing(await keysAt(path)), keptFrom(clock.now(), ZONE));

interface Read {
  readonly name: string;
  readonly text: string;
}
/** What whoever holds a database and a folder of keys can read; what cannot be opened is empty. */
async function readableIn(db: Database, path: string): Promise<Read> {
  const vault = new Vault(await keysAt(path));
  const { rows } = await sql<{ name: Buffer; text: Buffer }>`select (select name_sealed from persons where id = 1) as name,
    (select body_sealed from sms_messages where queued_at = 'epoch') as text`.execute(db);
  const [row] = rows;
  const opening = (read: () => string): string => {
    try {
      return read();
    } catch (error) {
      expect(String(error)).toMatch(/sealing key \d+ is not in the key file/);
      return '';
    }
  };
  return {
    name: opening(() => vault.open('name', row?.name ?? Buffer.alloc(0))),
    text: opening(() => vault.open('message', row?.text ?? Buffer.alloc(0))),
  };
}

/** A backup as docs/operate/keys.md asks for it: the database, and of the key files `keys.json` alone. */
interface Backup {
  readonly database: ClonedDatabase;
  readonly keysFile: string;
}
async function backUp(): Promise<Backup> {
  await closeAll();
  const database = await copyDatabase(live);
  copies.push(database);
  return { database, keysFile: await copyOfKeys() };
}
async function copyOfKeys(): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'copy-')), 'keys.json');
  await cp(keysFile, path);
  return path;
}

/** Secrets of keys as they stand in the files. */
async function secretOf(id: number): Promise<string> {
  const key = (await readKeyDocument(keysFile)).sealing[String(id)];
  const day = (await readDayDocument(keysFile))[String(id)];
  return (typeof key === 'object' ? key.key : undefined) ?? day?.key ?? 'none';
}
async function holders(secret: string): Promise<string[]> {
  const files = (await readdir(join(folder, 'platform'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = [];
  for (const { parentPath, name } of files) if ((await readFile(join(parentPath, name), 'utf8')).includes(secret)) found.push(name);
  return found;
}

/** The template was sealed with other keys: whom a first start looks up is known by these. */
async function sealedAnew(db: Database, vault: Vault): Promise<void> {
  const [number, phone] = ['110101199001010015', '16000000001'];
  await sql`update persons set name_sealed = ${vault.seal('name', NAME)}, document_sealed = ${vault.seal('document', number)},
    document_index = ${vault.index('document', `resident_id:${number}`)}, document_type = 'resident_id' where id = 1`.execute(db);
  await sql`update resident_accounts set phone_sealed = ${vault.seal('phone', phone)}, phone_index = ${vault.index('phone', phone)}
    where id = (select min(id) from resident_accounts)`.execute(db);
}

beforeEach(async () => {
  aheadMs = 0;
  opened = [];
  copies = [];
  folder = await mkdtemp(join(tmpdir(), 'tongxing-backups-'));
  keysFile = join(folder, 'platform', 'keys.json');
  await createKeyFile(keysFile);
  live = await cloneDatabase();
  const db = open(live);
  await ensureDays(deskOf(db));
  const vault = new Vault(await keysAt(keysFile));
  await sealedAnew(db, vault);
  expect(await missingAt(db, keysFile)).toEqual([]);
  await sql`insert into sms_messages (id, purpose, phone_sealed, body_sealed, next_attempt_at, queued_at, expires_at)
    values (gen_random_uuid(), 'sign_in', ${vault.seal('phone', '16000000000')}, ${vault.seal('message', TEXT)}, now(), 'epoch', now())`.execute(
    db,
  );
});
afterEach(async () => {
  await closeAll();
  await Promise.all([...copies, live].map((database) => database.drop()));
  await rm(folder, { recursive: true, force: true });
});

const readAll: Read = { name: NAME, text: TEXT };

describe('a backup from before a destruction, restored beside', () => {
  it('is read as long as nothing is destroyed, but for messages: their keys are in no copy', async () => {
    const backup = await backUp();
    expect(await readableIn(open(backup.database), keysFile)).toEqual(readAll);
    expect(await readableIn(open(backup.database), backup.keysFile)).toEqual({ name: NAME, text: '' });
  });

  it('of a day: its messages are unreadable, with the files as they are and with every copy there is', async () => {
    const [day, id] = [today(), dayKeyId(today())];
    const secret = await secretOf(id);
    expect(await holders(secret)).toEqual(['keys.days.json']);
    const backup = await backUp();
    aheadMs = DAY_MS;
    await destroyKeys(deskOf(open(live)), { day });
    const old = open(backup.database);
    for (const path of [keysFile, backup.keysFile, await copyOfKeys()])
      expect(await readableIn(old, path)).toEqual({ name: NAME, text: '' });
    expect(await holders(secret)).toEqual([]);
    // It does not know yet: a start names the day, and goes on once it was told. The message stays unreadable.
    expect(await missingAt(old, keysFile)).toEqual([expect.stringContaining(`messages of ${day}`)]);
    await destroyKeys(deskOf(old), { day });
    expect(await missingAt(old, keysFile)).toEqual([]);
    expect(await readableIn(old, keysFile)).toEqual({ name: NAME, text: '' });
  });

  it('of a day that was over by itself: as well, and it starts', async () => {
    const backup = await backUp();
    aheadMs = 31 * DAY_MS;
    const id = dayKeyId(dayFrom(systemClock.now(), 0, ZONE));
    const db = open(live);
    await ensureDays(deskOf(db));
    expect(await destroyEnded({ ...deskOf(db), logger: createLogger('silent') }, new ClockDrift(clock))).toContain(id);
    const old = open(backup.database);
    expect(await missingAt(old, keysFile)).toEqual([]);
    expect(await readableIn(old, keysFile)).toEqual({ name: NAME, text: '' });
  });

  it('starts on a new machine the same day, without the file of the days that is in no copy', async () => {
    const backup = await backUp();
    const old = open(backup.database);
    const desk = deskOf(old, backup.keysFile);
    const days = [0, 1, 2].map((ahead) => dayFrom(clock.now(), ahead, ZONE));
    expect(await missingAt(old, backup.keysFile)).toEqual(days.map((day) => expect.stringContaining(`messages of ${day}`)));
    // Where the key is still held, messages are sent under it.
    await expect(destroyKeys(deskOf(open(live)), { day: today() })).rejects.toThrow(/still sent/);
    for (const day of days) await destroyKeys(desk, { day });
    expect(await missingAt(old, backup.keysFile)).toEqual([]);
    expect(new Vault(await keysAt(backup.keysFile)).seal('message', TEXT)).toBeInstanceOf(Buffer);
    expect(await readableIn(old, backup.keysFile)).toEqual({ name: NAME, text: '' });
  });

  it('of a purpose: unreadable with the files and with every copy made since; it starts', async () => {
    const backup = await backUp();
    const db = open(live);
    const [id] = await destroyKeys(deskOf(db), { purpose: 'name' });
    const since = await copyOfKeys();
    const old = open(backup.database);
    for (const path of [keysFile, since]) expect((await readableIn(old, path)).name).toBe('');
    expect(await missingAt(old, keysFile)).toEqual([]);
    expect(await secretOf(id ?? 0)).toBe('none');
    const before = (await readKeyDocument(backup.keysFile)).sealing[String(id)];
    const secret = (typeof before === 'object' ? before.key : undefined) ?? '';
    expect(secret).toHaveLength(44);
    expect(await holders(secret)).toEqual([]);
  });

  it('of a purpose: a copy of the key file from before opens it again, and so has to be destroyed as well', async () => {
    const backup = await backUp();
    const db = open(live);
    await destroyKeys(deskOf(db), { purpose: 'name' });
    // The limit that keys.md states: nothing reaches a copy on paper in a safe.
    expect((await readableIn(open(backup.database), backup.keysFile)).name).toBe(NAME);
    // It does not come back by mistake: the platform's own database refuses to start with that copy.
    expect(await missingAt(db, backup.keysFile)).toContainEqual(expect.stringContaining('(name), in use since'));
    await rm(backup.keysFile);
    expect((await readableIn(open(backup.database), await copyOfKeys())).name).toBe('');
  });
});
