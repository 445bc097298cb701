import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../platform/database/database';
import { readMark, writeMark } from '../platform/database/watermark-file';
import { makeInstallation, type TestInstallation } from '../testing/installation';
import { acceptDatabase } from './accept';
import { type PrepareOptions, prepareDatabase } from './prepare';

let installation: TestInstallation;

beforeEach(async () => {
  installation = await makeInstallation();
});
afterEach(() => installation.remove());

const file = () => installation.config().watermarkFile;

/** Starts and stops, as a command does. */
async function pass(options?: PrepareOptions): Promise<void> {
  await (await prepareDatabase(installation.config(), installation.progress, options)).stop();
}

async function pretendMoreWasAcknowledged(): Promise<void> {
  await pass();
  const mark = await readMark(file());
  if (mark === undefined) throw new Error('no watermark was written');
  await writeMark(file(), { ...mark, flushed: mark.flushed + (1n << 40n) });
  installation.lines = [];
}

async function auditedReasons(): Promise<string[]> {
  const { db, close } = openDatabase({ url: installation.database.ownerUrl, connections: 1, onError: () => undefined });
  const { rows } = await sql<{
    reason: string;
    actor: string;
    actorId: number | null;
  }>`select reason, actor, actor_id from audit_events
    where action = 'database.accept' order by id`.execute(db);
  await close();
  expect(rows.every((row) => row.actor === 'operator' && row.actorId === null)).toBe(true);
  return rows.map((row) => row.reason);
}

describe('an unsafe database', () => {
  it('is used only as long as somebody wants a warning, and the warning is loud', async () => {
    await pass();
    expect(installation.lines.join('\n')).toMatch(
      /UNSAFE: PostgreSQL runs with fsync = off; it must be on.*Acknowledged visits may be lost/,
    );
    await expect(prepareDatabase({ ...installation.config(), unsafeDatabase: 'refuse' }, installation.progress)).rejects.toThrow(
      /fsync = off/,
    );
  });
});

describe('the watermark of an installation', () => {
  it('begins without a word on a new database, and with a warning on one that was used before', async () => {
    await pass();
    expect(installation.lines.join('\n')).toContain(`There was no watermark at ${file()}`);
    await installation.emptyDatabase();
    await rm(file());
    installation.lines = [];
    await pass();
    expect(installation.lines.join('\n')).not.toContain('watermark');
    expect(await readMark(file())).toBeDefined();
  });

  it('ends every command on a database that is behind, before anything is written to it', async () => {
    await pretendMoreWasAcknowledged();
    const before = await readFile(file(), 'utf8');
    await expect(pass()).rejects.toThrow(/came back older than what had been acknowledged[\s\S]*tongxing accept-database --reason/);
    expect(await readFile(file(), 'utf8')).toBe(before);
  });

  it('lets the platform itself start on it, blocked', async () => {
    await pretendMoreWasAcknowledged();
    const prepared = await prepareDatabase(installation.config(), installation.progress, { behind: 'serve' });
    expect(prepared.watermark.writesBlocked()).toMatchObject({ code: 'DATABASE_BEHIND' });
    await prepared.stop();
    expect(installation.lines.join('\n')).toMatch(/came back older[\s\S]*every write is refused/);
  });

  it('that cannot be read ends the start too, and is left as it is', async () => {
    await pass();
    await writeFile(file(), 'garbled');
    for (const behind of ['refuse', 'serve'] as const)
      await expect(pass({ behind })).rejects.toThrow(/watermark\.json cannot be read: its contents are not JSON/);
    expect(await readFile(file(), 'utf8')).toBe('garbled');
  });

  it('that cannot be written ends the start with the setting to change', async () => {
    const blocked = { ...installation.config(), watermarkFile: join(installation.dataDir, 'occupied', 'watermark.json') };
    await writeFile(join(installation.dataDir, 'occupied'), 'a file where a folder should be');
    await expect(prepareDatabase(blocked, installation.progress)).rejects.toThrow(/TONGXING_WATERMARK_FILE|cannot be read/);
  });
});

describe('accepting a database', () => {
  it('shows what is missing, keeps reason and numbers in the audit log, and begins the watermark anew', async () => {
    await pretendMoreWasAcknowledged();
    await acceptDatabase(installation.config(), ' disk failed, last copy restored ', installation.progress);
    expect(installation.lines.join('\n')).toMatch(/log position +remembered 1[0-9A-F]{2}\/[0-9A-F]+, found [0-9A-F]\//);
    expect(installation.lines.at(-1)).toContain('Accepted and recorded');
    expect(await auditedReasons()).toEqual([
      expect.stringMatching(/^disk failed, last copy restored \[behind acknowledgedAt=.* acknowledgedPosition=.* foundPosition=/),
    ]);
    await pass();
  });

  it('begins anew also where the file could not be read', async () => {
    await pass();
    await writeFile(file(), 'garbled');
    await acceptDatabase(installation.config(), 'file damaged', installation.progress);
    expect(await auditedReasons()).toEqual(['file damaged [unreadable: its contents are not JSON]']);
    await pass();
  });

  it('does nothing where nothing is missing, and needs a reason', async () => {
    await pass();
    await acceptDatabase(installation.config(), 'by mistake', installation.progress);
    expect(installation.lines.at(-1)).toContain('Nothing to accept');
    expect(await auditedReasons()).toEqual([]);
    await expect(acceptDatabase(installation.config(), '  ', installation.progress)).rejects.toThrow(/--reason/);
  });
});
