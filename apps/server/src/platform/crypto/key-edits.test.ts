import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editKeyFile, ensureDayKeys, removeDayKeys, rotated, withDestroyed } from './key-edits';
import { dayKeyId, idBytes, readKeyId } from './key-ids';
import { createKeyFile, dayKeysFile, KEY_PURPOSES, loadKeys, readKeyDocument } from './keys';
import { Vault } from './sealing';

const MADE = '2026-11-22T00:00:00.000Z';
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-key-edits-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const vaultOf = async (today?: string) => new Vault(await loadKeys(path, false, today === undefined ? {} : { today }));

it.each([1, 255, 256, 65_536, 20_261_122])('key id %i is read back from the beginning of a field', (id) => {
  const { id: read, body } = readKeyId(Buffer.concat([idBytes(id), Buffer.from('rest')]));
  expect([read, body.toString()]).toEqual([id, 'rest']);
});

describe('a rotation', () => {
  it('of a file of an earlier version leaves old fields open and seals with a key of the purpose', async () => {
    const secret = Buffer.alloc(32, 5).toString('base64');
    await writeFile(path, JSON.stringify({ sealing: { 1: secret }, current: '1', lookup: secret, sign: secret }));
    const before = await vaultOf();
    const old = before.seal('name', '李甲子');
    await editKeyFile(path, (document) => rotated(document, KEY_PURPOSES, 'national', MADE));
    const after = await vaultOf();
    expect(after.open('name', old)).toBe('李甲子');
    expect(after.isCurrent('name', old)).toBe(false);
    expect(after.open('name', after.seal('name', '李甲子'))).toBe('李甲子');
    expect(after.index('phone', '1')).toEqual(before.index('phone', '1'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('never gives an id twice, and leaves the keys of other purposes', async () => {
    await createKeyFile(path);
    const ids = new Set(Object.keys((await readKeyDocument(path)).sealing));
    for (let time = 0; time < 3; time += 1) await editKeyFile(path, (document) => rotated(document, ['phone'], 'international', MADE));
    const after = await readKeyDocument(path);
    expect(Object.keys(after.sealing).filter((id) => !ids.has(id))).toHaveLength(3);
    expect(Object.values(after.current)).toHaveLength(KEY_PURPOSES.length);
  });

  it('by two at once makes both keys', async () => {
    await createKeyFile(path);
    const before = Object.keys((await readKeyDocument(path)).sealing).length;
    await Promise.all([1, 2].map(() => editKeyFile(path, (document) => rotated(document, ['phone'], 'international', MADE))));
    expect(Object.keys((await readKeyDocument(path)).sealing)).toHaveLength(before + 2);
  });
});

describe('a key of another purpose', () => {
  it('does not open, whatever the field says', async () => {
    await createKeyFile(path);
    const vault = await vaultOf();
    expect(() => vault.open('name', vault.seal('phone', '1'))).toThrow(/is of phone, not of name/);
  });
});

describe('the keys of days', () => {
  it('seal messages of their day, stand beside the key file, and are gone when removed', async () => {
    await createKeyFile(path);
    await ensureDayKeys(path, ['2026-11-22', '2026-11-23'], 'international', MADE);
    const today = await vaultOf('2026-11-22');
    const sealed = today.seal('message', '【通行】验证码 123456');
    expect(readKeyId(sealed).id).toBe(20_261_122);
    expect(readKeyId((await vaultOf('2026-11-25')).seal('message', 'x')).id).toBe(20_261_123);
    expect(await readFile(path, 'utf8')).not.toContain('20261122');
    await removeDayKeys(path, [dayKeyId('2026-11-22')]);
    expect(Object.keys(JSON.parse(await readFile(dayKeysFile(path), 'utf8')))).toEqual(['20261123']);
    const after = await vaultOf('2026-11-23');
    expect(() => after.open('message', sealed)).toThrow(/sealing key 20261122 is not in the key file/);
  });

  it('are made once', async () => {
    await createKeyFile(path);
    await ensureDayKeys(path, ['2026-11-22'], 'international', MADE);
    const before = await readFile(dayKeysFile(path), 'utf8');
    await ensureDayKeys(path, ['2026-11-22'], 'national', MADE);
    expect(await readFile(dayKeysFile(path), 'utf8')).toBe(before);
  });
});

it('a destroyed purpose reads as nothing, and seals under a new key', async () => {
  await createKeyFile(path);
  const before = await vaultOf();
  const sealed = before.seal('name', '李甲子');
  const ids = [readKeyId(sealed).id];
  await editKeyFile(path, (document) => withDestroyed(rotated(document, ['name'], 'international', MADE), ids));
  const after = await vaultOf();
  expect(after.open('name', sealed)).toBe('');
  expect(after.open('name', after.seal('name', '王'))).toBe('王');
});
