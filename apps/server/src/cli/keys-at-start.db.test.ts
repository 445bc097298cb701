import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SealKeys } from '../modules/audit/public';
import { sealNext } from '../modules/audit/sealer';
import { rotateKeys } from '../modules/keys/public';
import { systemClock } from '../platform/clock';
import { type KeyDocument, loadKeys, readKeyDocument } from '../platform/crypto/keys';
import { type OpenDatabase, openDatabase } from '../platform/database/database';
import { makeInstallation, type TestInstallation } from '../testing/installation';
import { TEST_KEYS } from '../testing/keys';
import { prepareContents, prepareServingKeys, requirePrivateKeys } from './prepare';

let installation: TestInstallation;
let owner: OpenDatabase;
let whole: KeyDocument;
beforeAll(async () => {
  installation = await makeInstallation();
  const { keysFile, timeZone } = installation.config();
  owner = openDatabase({ url: installation.database.ownerUrl, connections: 1, onError: () => undefined });
  await sql`delete from standing_keys`.execute(owner.db);
  await rotateKeys({ db: owner.db, keysFile, suite: 'international', clock: systemClock, timeZone });
  await sealNext({ db: owner.db, keys: SealKeys.fromSecret(TEST_KEYS.sign), clock: systemClock });
  whole = await readKeyDocument(keysFile);
});
afterAll(async () => {
  await owner.close();
  await installation.remove();
});

/** A start with a key file, up to where it would begin to serve. */
async function start(document: KeyDocument): Promise<void> {
  const config = installation.config();
  await writeFile(config.keysFile, JSON.stringify(document));
  await prepareContents(config, installation.database, await loadKeys(config.keysFile, false), systemClock, installation.progress);
}

const other = () => randomBytes(32).toString('base64');
const withSealing = (id: string): KeyDocument => {
  const key = whole.sealing[id];
  return { ...whole, sealing: { ...whole.sealing, [id]: typeof key === 'object' ? { ...key, key: other() } : other() } };
};

it('names each key of the file that is another one, and does not start', async () => {
  await start(whole);
  for (const [id, key] of Object.entries(whole.sealing)) {
    const purpose = typeof key === 'object' && key.purpose !== 'any' ? key.purpose : 'every purpose';
    await expect(start(withSealing(id)), `sealing key ${id}`).rejects.toThrow(`key ${id} (${purpose})`);
  }
  await expect(start({ ...whole, lookup: other() })).rejects.toThrow(/key lookup \(blind indexes: .*is another one/);
  await expect(start({ ...whole, lookup: { suite: 'national', key: String(whole.lookup) } })).rejects.toThrow(/key lookup/);
  await expect(start({ ...whole, sign: other() })).rejects.toThrow(/key sign \(.*is another one/);
  await start(whole);
});

it('finds them in a database of an earlier version by what they made', async () => {
  const forget = () => sql`delete from standing_keys`.execute(owner.db);
  for (const name of ['lookup', 'sign'] as const) {
    await forget();
    await expect(start({ ...whole, [name]: other() })).rejects.toThrow(`key ${name}`);
    expect((await sql`select from standing_keys`.execute(owner.db)).rows, 'nothing is made known').toEqual([]);
  }
  await start(whole);
  expect((await sql`select name from standing_keys order by name`.execute(owner.db)).rows).toEqual([{ name: 'lookup' }, { name: 'sign' }]);
});

it('makes no new file for a database that is sealed', async () => {
  const config = installation.config();
  await rm(config.keysFile);
  await expect(prepareServingKeys(config, installation.database)).rejects.toThrow(`The key file ${config.keysFile} is missing`);
  expect(existsSync(config.keysFile)).toBe(false);
});

it('refuses real people’s keys that other accounts may read, and says so in the demonstration', async () => {
  const config = installation.config();
  await writeFile(config.keysFile, JSON.stringify(whole));
  const production = { ...config, profile: 'production' } as const;
  for (const mode of [0o600, 0o640]) {
    await chmod(config.keysFile, mode);
    await requirePrivateKeys(production, installation.progress);
  }
  await chmod(config.keysFile, 0o644);
  await expect(requirePrivateKeys(production, installation.progress)).rejects.toThrow(/chmod 600/);
  installation.lines = [];
  await requirePrivateKeys(config, installation.progress);
  expect(installation.lines.join()).toContain('UNSAFE');
});
