import { randomUUID } from 'node:crypto';
import { checkPersonName, type DocumentType } from '@tongxing/rules';
import { sixDigits } from '../../platform/crypto/sealing';
import { violatedConstraint } from '../../platform/database/database';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { type Language, translate } from '../../platform/i18n';
import { queueMessage } from '../../platform/sms/store';
import type { ModuleContext } from '../module';
import { canonicalDocument, documentIndex } from './document';
import { CODE_LIFE_MS, consumeCode, lockNumber, RESEND_MS, saveCode, secondsUntilAllowed } from './sign-in-store';
import { type AccountRow, ensureAccount, insertPerson, linkPerson, readAccount } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

/**
 * Sends a sign-in code. Known and unknown numbers get the same answer.
 * @throws {Refusal} TOO_MANY_REQUESTS when the number or the address asked too often.
 */
export async function requestCode(
  context: Context,
  phone: string,
  address: string,
  language: Language,
): Promise<{ expiresInSeconds: number; resendInSeconds: number }> {
  const { db, vault, clock, config } = context;
  const phoneIndex = vault.index('phone', phone);
  const addressHash = vault.index('phone', `address:${address}`);
  const code = sixDigits();
  await db.transaction().execute(async (tx) => {
    await lockNumber(tx, phoneIndex);
    const now = clock.now();
    const wait = await secondsUntilAllowed(tx, phoneIndex, addressHash, config.signInCodesPerAddressHour, now);
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    await saveCode(tx, phoneIndex, addressHash, code, now);
    const body = translate(language, 'sms.sign_in', { code, minutes: CODE_LIFE_MS / 60_000 });
    await queueMessage(tx, { purpose: 'sign_in', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', body) }, now);
  });
  return { expiresInSeconds: CODE_LIFE_MS / 1000, resendInSeconds: RESEND_MS / 1000 };
}

/** @throws {Refusal} SIGN_IN_FAILED for a wrong, used, expired or exhausted code alike. */
export async function signInWithCode(context: Context, phone: string, code: string): Promise<AccountRow> {
  const { db, vault, clock } = context;
  const phoneIndex = vault.index('phone', phone);
  if (!(await consumeCode(db, phoneIndex, code, clock.now()))) throw new Refusal('SIGN_IN_FAILED');
  return ensureAccount(db, phoneIndex, vault.seal('phone', phone));
}

export interface Registration {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
}

/**
 * Real-name registration of the signed-in telephone.
 * @throws {Refusal} ALREADY_REGISTERED when the telephone or the document has been used.
 */
export async function registerResident(context: Context, accountId: number, registration: Registration): Promise<void> {
  const { db, vault, clock } = context;
  const name = checkPersonName(registration.name);
  if (!name.ok) throw refuseField('name', name.problem);
  const number = canonicalDocument(registration.documentType, registration.documentNumber, clock.now());
  try {
    await db.transaction().execute(async (tx) => {
      const account = await readAccount(tx, accountId);
      if (account === undefined || account.personId !== null) throw new Refusal('ALREADY_REGISTERED');
      const personId = await insertPerson(tx, {
        publicId: randomUUID(),
        documentType: registration.documentType,
        nameSealed: vault.seal('name', name.canonical),
        documentSealed: vault.seal('document', number),
        documentIndex: documentIndex(vault, registration.documentType, number),
        phoneSealed: account.phoneSealed,
      });
      if (!(await linkPerson(tx, accountId, personId))) throw new Refusal('ALREADY_REGISTERED');
    });
  } catch (error) {
    if (violatedConstraint(error) === 'persons_document_key') throw new Refusal('ALREADY_REGISTERED');
    throw error;
  }
}
