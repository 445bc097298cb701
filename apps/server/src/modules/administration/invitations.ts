import { hashPassword } from '../../platform/crypto/passwords';
import { hashToken, newToken } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import { checkNewPassword } from '../identity/public';
import type { ModuleContext } from '../module';
import { consumeInvitation, findInvitation, type InvitationRow, saveInvitation } from './invitations-store';

/** How long somebody has to follow an invitation: long enough to hand it over after a weekend. */
const LIFE_MS = 72 * 3_600_000;

/**
 * A link by which one invited person sets a password. The token stands behind the `#`, which no browser sends: it is in
 * no log and in no `Referer`. The database keeps its hash.
 */
export async function issueInvitation(
  tx: Tx,
  staffId: number,
  publicUrl: string,
  now: number,
): Promise<{ link: string; expiresAt: string }> {
  const { token, hash } = newToken();
  const expiresAt = new Date(now + LIFE_MS);
  await saveInvitation(tx, staffId, hash, expiresAt);
  return { link: `${publicUrl}/console/invitation#${token}`, expiresAt: expiresAt.toISOString() };
}

type Context = Pick<ModuleContext, 'db' | 'clock'>;

/** @throws {Refusal} SIGN_IN_FAILED for what is unknown, used or run out, or whose account is suspended. */
export async function readInvitation({ db, clock }: Context, token: string): Promise<InvitationRow> {
  const invitation = await findInvitation(db, hashToken(token), new Date(clock.now()));
  if (invitation === undefined) throw new Refusal('SIGN_IN_FAILED');
  return invitation;
}

/**
 * Sets the password of an invited account, once.
 * @returns the user name to sign in with.
 */
export async function acceptInvitation(context: Context, token: string, password: string, requestId: string): Promise<string> {
  // Before the hash, which costs a processor's time: a guessed token must not.
  const { username } = await readInvitation(context, token);
  checkNewPassword(password, username);
  const passwordHash = await hashPassword(password);
  await context.db.transaction().execute(async (tx) => {
    if (!(await consumeInvitation(tx, hashToken(token), passwordHash, new Date(context.clock.now())))) throw new Refusal('SIGN_IN_FAILED');
    await recordAudit(tx, { actor: 'nobody', action: 'staff.accept', subject: `account:${username}`, requestId });
  });
  return username;
}
