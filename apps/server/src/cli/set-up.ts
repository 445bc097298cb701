import { randomUUID } from 'node:crypto';
import { inviteAdministrator } from '../modules/administration/public';
import { recordAudit } from '../modules/audit/public';
import { ensureRoles } from '../modules/identity/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { Vault } from '../platform/crypto/sealing';
import { violatedConstraint } from '../platform/database/database';
import { prepareKeys } from './prepare';
import type { Progress } from './progress';
import { withOwner } from './with-owner';

export interface AdministratorToInvite {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly area: string;
  readonly phone?: string;
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
        const subject = `account:${username}`;
        await recordAudit(tx, { actor: 'operator', action: 'staff.invite', subject, after: { role, area }, requestId: randomUUID() });
        return invitation;
      });
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'staff_accounts_username_key') throw new ConfigError(`There is an account named ${username} already.`);
      if (constraint === 'staff_accounts_area_code_fkey')
        throw new ConfigError(`There is no division ${area}: load the list with \`tongxing divisions import\` first.`);
      throw error;
    }
  });
}
