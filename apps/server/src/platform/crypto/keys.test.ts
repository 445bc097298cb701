import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFile, loadKeys } from './keys';
import { Vault } from './sealing';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-keys-'));
  path = join(folder, 'inner', 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SECRET = Buffer.alloc(32, 5).toString('base64');
const written = (sealing: Record<string, string>, current: string) => JSON.stringify({ sealing, current, lookup: SECRET, sign: SECRET });

async function load(text: string) {
  const file = join(folder, 'keys.json');
  await writeFile(file, text);
  return loadKeys(file, false);
}

describe('key file', () => {
  it('is made once, for its owner only, and opens what was sealed before', async () => {
    const sealed = new Vault(await loadKeys(path, true)).seal('name', '李甲子');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(new Vault(await loadKeys(path, true)).open('name', sealed)).toBe('李甲子');
  });

  it('is never made where it must exist, and never overwritten', async () => {
    await expect(loadKeys(path, false)).rejects.toThrow(/missing/);
    await createKeyFile(path);
    const before = await readFile(path, 'utf8');
    await expect(createKeyFile(path)).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it.each([
    ['a key of another length', written({ 1: Buffer.alloc(16).toString('base64') }, '1')],
    ['a current key that is not there', written({ 1: SECRET }, '2')],
    ['the id that marks a longer one', written({ 0: SECRET }, '0')],
    ['an id beyond the days', written({ 99991232: SECRET }, '99991232')],
    ['an id in a form that would not be found again', written({ '007': SECRET }, '007')],
    ['an unknown field', JSON.stringify({ ...JSON.parse(written({ 1: SECRET }, '1')), more: 1 })],
  ])('is refused with %s', async (_, text) => {
    await expect(load(text)).rejects.toThrow(/damaged/);
  });

  it('is refused when it is no JSON, without showing a piece of it', async () => {
    const error = await load(`${SECRET}"`).catch((cause: unknown) => cause);
    expect(String(error)).toMatch(/damaged/);
    expect(String(error)).not.toContain(SECRET.slice(0, 4));
  });
});
