import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

/** Replaces the invitation of an account; the link before is void. */
export async function saveInvitation(tx: Tx, staffId: number, tokenHash: Buffer, expiresAt: Date): Promise<void> {
  await sql`insert into staff_invitations (staff_id, token_hash, expires_at) values (${staffId}, ${tokenHash}, ${expiresAt})
    on conflict (staff_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`.execute(tx);
}

export interface InvitationRow {
  readonly username: string;
  readonly displayName: string;
  readonly expiresAt: Date;
}

export async function findInvitation(db: Queryable, tokenHash: Buffer, now: Date): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`select s.username, s.display_name, i.expires_at
    from staff_invitations i join staff_accounts s on s.id = i.staff_id
    where i.token_hash = ${tokenHash} and i.expires_at > ${now} and s.suspended_at is null and s.password_hash = ''`.execute(db);
  return rows[0];
}

/** Sets the password and uses the invitation up. @returns false when it was used meanwhile. */
export async function consumeInvitation(tx: Tx, tokenHash: Buffer, passwordHash: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ staffId: number }>`delete from staff_invitations
    where token_hash = ${tokenHash} and expires_at > ${now} returning staff_id`.execute(tx);
  const staffId = rows[0]?.staffId;
  if (staffId === undefined) return false;
  const result = await sql`update staff_accounts set password_hash = ${passwordHash}, version = version + 1
    where id = ${staffId} and password_hash = '' and suspended_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}
