import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DivisionCode } from '@tongxing/contract';
import { z } from 'zod';
import { recordAudit } from '../modules/audit/public';
import { insertStaff } from '../modules/identity/public';
import { insertDivisions, withPaths } from '../modules/regions/public';
import { type Config, ConfigError } from '../platform/config';
import { hashPassword } from '../platform/crypto/passwords';
import { Vault } from '../platform/crypto/sealing';
import { type Database, openDatabase, type Tx, violatedConstraint } from '../platform/database/database';
import { prepareDatabase, prepareKeys } from './prepare';
import type { Progress } from './progress';

/** One line of a division list; the parent follows from the code. */
const ListedDivision = z.strictObject({
  code: DivisionCode,
  nameZh: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().min(1).max(120),
});

/** Lengths of a division code, from a township up to a province. */
const LEVELS = [9, 6, 4, 2];

export interface StaffToAdd {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly area: string;
  readonly phone?: string;
}

async function withOwner<T>(config: Config, progress: Progress, run: (db: Database) => Promise<T>): Promise<T> {
  const database = await prepareDatabase(config, progress);
  try {
    if (database.ownerUrl === undefined) throw new ConfigError('This needs the owning role: set TONGXING_MIGRATION_DATABASE_URL.');
    const { db, close } = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
    return await run(db).finally(close);
  } finally {
    await database.stop();
  }
}

/**
 * Loads divisions from a JSON file: a list of `{ code, nameZh, nameEn }`, all of it or nothing.
 * @returns how many were added.
 * @throws {ConfigError} naming the line that is wrong.
 */
export async function importDivisions(config: Config, file: string, progress: Progress): Promise<number> {
  const parsed = z.array(ListedDivision).safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `entry ${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const codes = new Set(parsed.data.map((division) => division.code));
  const parentOf = (code: string) =>
    LEVELS.map((length) => code.slice(0, length)).find((above) => above.length < code.length && codes.has(above)) ?? null;
  const inOrder = [...parsed.data].sort((a, b) => a.code.length - b.code.length || a.code.localeCompare(b.code));
  const rows = withPaths(inOrder.map((division) => ({ ...division, parent: parentOf(division.code) })));
  return withOwner(config, progress, async (db) => {
    try {
      await db.transaction().execute(async (tx) => {
        await insertDivisions(tx, rows);
        await recordSetUp(tx, 'divisions.import', 'divisions', { count: rows.length });
      });
    } catch (error) {
      if (violatedConstraint(error) === 'divisions_pkey')
        throw new ConfigError('Some of these divisions are in the database already; nothing was added.');
      throw error;
    }
    return rows.length;
  });
}

function recordSetUp(tx: Tx, action: string, subject: string, after: object): Promise<void> {
  return recordAudit(tx, { actor: 'operator', action, subject, after, requestId: randomUUID() });
}

/**
 * Adds a staff account with a password of its own making.
 * @returns the password: shown once, kept nowhere.
 */
export async function addStaff(config: Config, staff: StaffToAdd, progress: Progress): Promise<string> {
  const password = randomBytes(12).toString('base64url');
  const keys = await prepareKeys(config);
  await withOwner(config, progress, async (db) => {
    const account = {
      publicId: randomUUID(),
      username: staff.username,
      displayName: staff.name,
      role: staff.role,
      areaCode: staff.area,
      venue: null,
      passwordHash: await hashPassword(password),
      phoneSealed: staff.phone === undefined ? null : new Vault(keys).seal('phone', staff.phone),
    };
    const add = db.transaction().execute(async (tx) => {
      const id = await insertStaff(tx, account);
      if (id === 0) throw new ConfigError(`There is no role named ${staff.role}.`);
      await recordSetUp(tx, 'staff.add', `account:${staff.username}`, { role: staff.role, area: staff.area });
    });
    await add.catch((error: unknown) => {
      const constraint = violatedConstraint(error);
      if (constraint === 'staff_accounts_username_key') throw new ConfigError(`There is an account named ${staff.username} already.`);
      if (constraint === 'staff_accounts_area_code_fkey')
        throw new ConfigError(`There is no division ${staff.area}: load the list with \`tongxing import-divisions\` first.`);
      throw error;
    });
  });
  return password;
}
