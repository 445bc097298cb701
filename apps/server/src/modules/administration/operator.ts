import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/database';
import type { Invitation } from './accounts';
import { insertAccount } from './accounts-store';
import { issueInvitation } from './invitations';
import { findPreset } from './roles-store';

export interface NewAdministrator {
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly areaCode: string;
  readonly phoneSealed: Buffer | null;
}

/**
 * An account with its role granted at once, on the word of the operator: the way in for a new installation, and back in
 * for one whose administrators are gone.
 * @returns undefined when no shipped role has this name.
 * @throws a violation of `staff_accounts_username_key` or `staff_accounts_area_code_fkey`.
 */
export async function inviteAdministrator(
  tx: Tx,
  { username, displayName, role, areaCode, phoneSealed }: NewAdministrator,
  publicUrl: string,
  now: number,
): Promise<Invitation> {
  const preset = await findPreset(tx, role);
  if (preset === undefined) throw new Error(`no shipped role is named ${role}`);
  const area = { areaCode, venueId: null, functionalAreaId: null, industry: null, industryCode: null };
  const account = { ...area, publicId: randomUUID(), username, displayName, phoneSealed, proposedRoleId: preset.id, roleId: preset.id };
  const id = await insertAccount(tx, account, new Date(now));
  if (id === undefined) throw new Error('a random id was used before');
  return issueInvitation(tx, id, publicUrl, now);
}
