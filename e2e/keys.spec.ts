import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from './harness/database';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { freePort, killCommand, type Program, runCommand, startProgram } from './harness/program';

/** A small machine may be done before it is killed. */
const MOST_TRIES = 6;

describe('keys, at the command line', () => {
  let folder: ServerFolder;
  let program: Program | undefined;
  const settings = () => ({ TONGXING_DATA_DIR: folder.dataDir, TONGXING_DEMO_CITY: 'tiny' });
  const run = (...args: string[]) => runCommand(['keys', ...args], settings());

  beforeAll(async () => {
    folder = await makeServerFolder();
    program = await startProgram(folder.dataDir, await freePort());
    await program.stop();
    program = undefined;
  });
  afterAll(async () => {
    await program?.stop();
    await folder.remove();
  });

  async function killReseal(): Promise<boolean> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await run('rotate');
      if (await killCommand(['keys', 'reseal'], settings())) return true;
    }
    return false;
  }

  it('are exchanged, and sealing anew goes on where kill -9 ended it', async () => {
    expect(await killReseal()).toBe(true);
    expect(await run('reseal')).toContain('Done:');
    program = await startProgram(folder.dataDir, await freePort());
    const database = await openEmbedded(folder.dataDir);
    try {
      const looked = await database.count("select looked_at as count from reseals where table_name = 'persons'");
      expect(looked).toBe(await database.count('select count(*) from persons'));
      const file = JSON.parse(await readFile(join(folder.dataDir, 'keys.json'), 'utf8')) as { current: Record<string, string> };
      const old = `select count(*) from persons where get_byte(name_sealed, 0) <> ${Number(file.current.name)}`;
      expect(await database.count(old)).toBe(0);
    } finally {
      await database.close();
      await program.stop();
      program = undefined;
    }
  });

  it('are listed without a secret, and destroyed only by who says it twice', async () => {
    const list = await run('list');
    expect(list).toContain('messages of');
    const { sign } = JSON.parse(await readFile(join(folder.dataDir, 'keys.json'), 'utf8')) as { sign: string };
    expect(list).not.toContain(sign);
    await expect(run('destroy', '--purpose', 'request')).rejects.toThrow(/Nothing was done yet.*--confirm request/s);
    expect(await run('destroy', '--purpose', 'request', '--confirm', 'request')).toContain('recorded in the audit log');
  });
});
