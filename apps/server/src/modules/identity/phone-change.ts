import { violatedConstraint } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { endSessionsOfAccount, removeEmptyAccount, replacePhone } from './own-store';
import { proveCode, requestCode } from './service';
import { readAccount } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config' | 'metrics'>;

async function phoneOf({ db, vault }: Context, accountId: number): Promise<string> {
  const account = await readAccount(db, accountId);
  if (account === undefined) throw new Refusal('NOT_SIGNED_IN');
  return vault.open('phone', account.phoneSealed);
}

/**
 * Sends a code to the new number and one to the present one: both have to be in the hands of whoever asks.
 * @throws {Refusal} TOO_MANY_REQUESTS when either number or the address asked too often.
 */
export async function sendPhoneCodes(context: Context, accountId: number, phone: string, address: string, language: Language) {
  const present = await phoneOf(context, accountId);
  if (present !== phone) await requestCode(context, phone, address, language);
  return requestCode(context, present, address, language);
}

export interface PhoneChange {
  readonly accountId: number;
  readonly personId: number;
  readonly phone: string;
  /** Those sent to the present and to the new number. */
  readonly codes: { readonly present: string; readonly next: string };
  readonly address: string;
  readonly requestId: string;
}

/**
 * Changes the telephone of a registration and ends every session of it: the caller begins another. A number that only signed in and never registered is taken over.
 * @returns false when it is the telephone already.
 * @throws {Refusal} SIGN_IN_FAILED when a code is wrong, ALREADY_REGISTERED when the number is somebody else's: told only
 *   to whoever holds it.
 */
export async function changePhone(context: Context, change: PhoneChange): Promise<boolean> {
  const { db, vault } = context;
  const { accountId, personId, phone, address } = change;
  const present = await phoneOf(context, accountId);
  if (present === phone) return false;
  await proveCode(context, phone, change.codes.next, address);
  await proveCode(context, present, change.codes.present, address);
  const phoneIndex = vault.index('phone', phone);
  try {
    await db.transaction().execute(async (tx) => {
      const freed = await removeEmptyAccount(tx, phoneIndex);
      if (freed !== undefined) await endSessionsOfAccount(tx, freed);
      // Whoever had the earlier telephone, or a copy of its cookie, is signed out.
      await endSessionsOfAccount(tx, accountId);
      await replacePhone(tx, accountId, phoneIndex, vault.seal('phone', phone));
      const token = personToken(vault, personId);
      const subject = `person:${token.toString('hex')}`;
      await recordAudit(tx, { actor: 'person', action: 'phone.change', subject, person: token, requestId: change.requestId });
    });
    return true;
  } catch (error) {
    if (violatedConstraint(error) === 'resident_accounts_phone_key') throw new Refusal('ALREADY_REGISTERED');
    throw error;
  }
}
