import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DivisionCode } from '@tongxing/contract';
import { z } from 'zod';
import { inviteAdministrator } from '../modules/administration/public';
import { recordAudit } from '../modules/audit/public';
import { ensureRoles } from '../modules/identity/public';
import { insertDivisions, withPaths } from '../modules/regions/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { Vault } from '../platform/crypto/sealing';
import { type Database, openDatabase, type Tx, violatedConstraint } from '../platform/database/database';
import { type PreparedDatabase, prepareDatabase, prepareKeys } from './prepare';
import type { Progress } from './progress';

/** One line of a division list; the parent follows from the code. */
const ListedDivision = z.strictObject({
  code: DivisionCode,
  nameZh: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().min(1).max(120),
});

/** Lengths of a division code, from a township up to a province. */
const LEVELS = [9, 6, 4, 2];

export interface AdministratorToInvite {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly area: string;
  readonly phone?: string;
}

async function withOwner<T>(config: Config, progress: Progress, run: (db: Database, database: PreparedDatabase) => Promise<T>): Promise<T> {
  const database = await prepareDatabase(config, progress);
  try {
    if (database.ownerUrl === undefined) throw new ConfigError('This needs the owning role: set TONGXING_MIGRATION_DATABASE_URL.');
    const { db, close } = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
    return await run(db, database).finally(close);
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
 * Invites one of the three administrators, with the role granted: there are no accounts to begin with, and nobody inside
 * who could make the first. Always possible: whoever works at the machine could write into the database as well, and this
 * way it is in the audit log.
 * @returns the link by which the person sets a password: shown once, kept nowhere.
 */
export async function inviteFirst(
  config: Config,
  { username, name, role, area, phone }: AdministratorToInvite,
  progress: Progress,
): Promise<{ link: string; expiresAt: string }> {
  return withOwner(config, progress, async (db, database) => {
    const phoneSealed = phone === undefined ? null : new Vault(await prepareKeys(config, database)).seal('phone', phone);
    const administrator = { username, displayName: name, role, areaCode: area, phoneSealed };
    await ensureRoles(db);
    try {
      return await db.transaction().execute(async (tx) => {
        const invitation = await inviteAdministrator(tx, administrator, config.publicUrl, systemClock.now());
        await recordSetUp(tx, 'staff.invite', `account:${username}`, { role, area });
        return invitation;
      });
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'staff_accounts_username_key') throw new ConfigError(`There is an account named ${username} already.`);
      if (constraint === 'staff_accounts_area_code_fkey')
        throw new ConfigError(`There is no division ${area}: load the list with \`tongxing import-divisions\` first.`);
      throw error;
    }
  });
}
