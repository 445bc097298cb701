import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import type { Vault } from '../../platform/crypto/sealing';
import { canonicalRecoveryCode, matchingStep, newRecoveryCode } from '../../platform/crypto/totp';
import type { Tx } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';
import type { ModuleContext } from '../module';
import { findSecondFactor, replaceRecoveryCodes, useRecoveryCode, useStep } from './second-factor-store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock'>;

const MINUTE_MS = 60_000;
/** Three codes count at a time: 50 tries a day find one of a million in one of 6,600 days. Whoever tries knows the password. */
const TRIES: AttemptRule = { name: 'second factor', most: 5, periodMs: 15 * MINUTE_MS };
const TRIES_OF_DAY: AttemptRule = { name: 'second factor of a day', most: 50, periodMs: 24 * 60 * MINUTE_MS };

const RECOVERY_CODES = 10;

/**
 * Where a code is shown: at the sign-in, where somebody who knows the password may try, or in a session that lives. Each
 * has tries of its own, so that a stranger does not keep whoever works from proving who they are.
 */
export type CodeShownBy = 'ticket' | 'session';

/**
 * Counts a try before it is looked at, so that tries made at once count too.
 * @throws {Refusal} TOO_MANY_REQUESTS
 */
export async function countCodeTry(context: Context, staffId: number, by: CodeShownBy): Promise<void> {
  const key = keyOf(staffId, by);
  const wait = (await countAttempt(context, TRIES, key)) || (await countAttempt(context, TRIES_OF_DAY, key));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
}

/** After a code that was right, or when the second factor was reset: whose codes were tried is no more. */
export async function forgetCodeTries(context: Pick<Context, 'db' | 'vault'> | TxContext, staffId: number, by: CodeShownBy): Promise<void> {
  const key = keyOf(staffId, by);
  await forgetAttempts(context, TRIES, key);
  await forgetAttempts(context, TRIES_OF_DAY, key);
}

interface TxContext {
  readonly db: Tx;
  readonly vault: Vault;
}

const keyOf = (staffId: number, by: CodeShownBy) => (by === 'ticket' ? String(staffId) : `${staffId} ${by}`);

/** Uses a code of the authenticator, or a recovery code, up. @returns false when it is wrong, was used, or there is no second factor. */
export async function useCode(tx: Tx, { vault, clock }: Pick<Context, 'vault' | 'clock'>, staffId: number, code: string): Promise<boolean> {
  const factor = await findSecondFactor(tx, staffId);
  if (factor === undefined) return false;
  const secret = Buffer.from(vault.open('second_factor', factor.secretSealed), 'base64');
  const step = matchingStep(secret, code.replace(/\s/g, ''), clock.now(), factor.lastStep);
  return step === undefined ? useRecoveryCode(tx, staffId, recoveryHash(vault, staffId, code)) : useStep(tx, staffId, step);
}

/** Ten new recovery codes in place of those before; only here they are seen. Undefined when there is no second factor. */
export async function makeRecoveryCodes(tx: Tx, vault: Vault, staffId: number): Promise<string[] | undefined> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const hashes = codes.map((code) => recoveryHash(vault, staffId, code));
  return (await replaceRecoveryCodes(tx, staffId, hashes)) ? codes : undefined;
}

const recoveryHash = (vault: Vault, staffId: number, code: string) =>
  vault.index('second_factor', `recovery:${staffId}\n${canonicalRecoveryCode(code)}`);
