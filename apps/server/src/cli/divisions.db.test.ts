import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../platform/database/database';
import { makeInstallation, type TestInstallation } from '../testing/installation';
import { importDivisions, nationalDivisions } from './divisions';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeInstallation();
});
afterAll(() => installation.remove());

async function pathOf(code: string): Promise<string | undefined> {
  const { db, close } = openDatabase({ url: installation.database.ownerUrl, connections: 1, onError: () => undefined });
  const { rows } = await sql<{ pathZh: string }>`select path_zh from divisions where code = ${code}`.execute(db);
  await close();
  return rows[0]?.pathZh;
}

describe('tongxing divisions import', () => {
  it('ships the whole country, keyed by code', async () => {
    const divisions = await nationalDivisions();
    const count = (digits: number) => divisions.filter(({ code }) => code.length === digits).length;
    expect([count(2), count(4), count(6), count(9)]).toEqual([34, 342, 2_978, 41_352]);
    expect(new Set(divisions.map(({ code }) => code)).size).toBe(divisions.length);
    const named = (name: string) => divisions.filter(({ nameZh }) => nameZh === name).map(({ code }) => code);
    expect(named('普陀区')).toEqual(['310107', '330903']);
  });

  it('loads it beside what is there, once', async () => {
    const load = () => importDivisions(installation.config(), undefined, installation.progress);
    expect(await load()).toEqual({ added: 44_706, renamed: 0 });
    expect(await load()).toEqual({ added: 0, renamed: 0 });
    expect(await pathOf('310107005')).toBe('上海市普陀区曹杨新村街道');
    expect(await pathOf('9901')).toBe('云汀省青屿市');
  });

  it('takes divisions of one’s own, and new names down to the last path', async () => {
    const file = join(installation.dataDir, 'divisions.json');
    await writeFile(file, JSON.stringify([{ code: '310107', nameZh: '普陀新区', nameEn: 'Putuo New Area' }]));
    const { added, renamed } = await importDivisions(installation.config(), file, installation.progress);
    expect(added).toBe(0);
    expect(renamed).toBeGreaterThan(8);
    expect(await pathOf('310107005')).toBe('上海市普陀新区曹杨新村街道');
  });

  it('names the entry that is wrong', async () => {
    const file = join(installation.dataDir, 'wrong.json');
    await writeFile(file, JSON.stringify([{ code: '31010', nameZh: '普陀区', nameEn: 'Putuo' }]));
    await expect(importDivisions(installation.config(), file, installation.progress)).rejects.toThrow('entry 0.code');
  });
});
