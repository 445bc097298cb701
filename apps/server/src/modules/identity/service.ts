import { randomUUID } from 'node:crypto';
import { checkPersonName, type DocumentType, maskName } from '@tongxing/rules';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { sixDigits, type Vault } from '../../platform/crypto/sealing';
import { violatedConstraint } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { type Language, translate } from '../../platform/i18n';
import { networkOf } from '../../platform/networks';
import { queueMessage } from '../../platform/sms/store';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { canonicalDocument, documentIndex } from './document';
import { type KnownPerson, knownPerson } from './person-lookup';
import { CODE_LIFE_MS, consumeCode, lockRequests, RESEND_MS, saveCode, secondsUntilAllowed } from './sign-in-store';
import { type AccountRow, claimPerson, ensureAccount, findPersonsByDocument, insertPerson, linkPerson, readAccount } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

/** Wrong codes for one number from one address, as long as a code lives. */
const CODE_TRIES: AttemptRule = { name: 'sign-in code', most: 5, periodMs: CODE_LIFE_MS };

const DOCUMENT_TAKEN = 'persons_document_key';

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
  const addressHash = hashOfAddress(vault, address);
  const code = sixDigits();
  await db.transaction().execute(async (tx) => {
    await lockRequests(tx, phoneIndex, addressHash);
    const now = clock.now();
    const wait = await secondsUntilAllowed(tx, phoneIndex, addressHash, config.signInCodesPerAddressHour, now);
    if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
    await saveCode(tx, phoneIndex, addressHash, code, now);
    await forgetAttempts({ db: tx, vault }, CODE_TRIES, triesKey(phone, address));
    const body = translate(language, 'sms.sign_in', { code, minutes: CODE_LIFE_MS / 60_000 });
    await queueMessage(tx, { purpose: 'sign_in', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', body) }, now);
  });
  return { expiresInSeconds: CODE_LIFE_MS / 1000, resendInSeconds: RESEND_MS / 1000 };
}

/**
 * Signs in with a code that was sent. A stranger's wrong tries use up the stranger's own, not those of the address that
 * asked for the code (docs/adr/0015).
 * @throws {Refusal} SIGN_IN_FAILED for a wrong, used, expired or exhausted code alike.
 */
export async function signInWithCode(context: Context, phone: string, code: string, address: string): Promise<AccountRow> {
  const { db, vault, clock } = context;
  const phoneIndex = vault.index('phone', phone);
  const wait = await countAttempt(context, CODE_TRIES, triesKey(phone, address));
  const tried = { phoneIndex, addressHash: hashOfAddress(vault, address), code };
  if (wait > 0 || !(await consumeCode(db, tried, clock.now()))) throw new Refusal('SIGN_IN_FAILED');
  return ensureAccount(db, phoneIndex, vault.seal('phone', phone));
}

const hashOfAddress = (vault: Vault, address: string) => vault.index('phone', `address:${networkOf(address)}`);
const triesKey = (phone: string, address: string) => `${phone}|${networkOf(address)}`;

export interface Registration {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
}

/**
 * Real-name registration of the signed-in telephone. Somebody whom a door recorded before gets their account here: an
 * entry keyed at a door must not lock anybody out of registering.
 * @returns the person's id.
 * @throws {Refusal} ALREADY_REGISTERED when the telephone or the document has been used.
 */
export async function registerResident(context: Context, accountId: number, registration: Registration): Promise<number> {
  const { db, vault, clock } = context;
  const name = checkPersonName(registration.name);
  if (!name.ok) throw refuseField('name', name.problem);
  const number = canonicalDocument(registration.documentType, registration.documentNumber, clock.now());
  try {
    return await db.transaction().execute(async (tx) => {
      const account = await readAccount(tx, accountId);
      if (account === undefined || account.personId !== null) throw new Refusal('ALREADY_REGISTERED');
      const person = { ...sealedPerson(vault, registration.documentType, number, name.canonical), phoneSealed: account.phoneSealed };
      const personId =
        (await claimPerson(tx, person.documentIndex, person.nameSealed, person.phoneSealed)) ?? (await insertPerson(tx, person));
      if (!(await linkPerson(tx, accountId, personId))) throw new Refusal('ALREADY_REGISTERED');
      return personId;
    });
  } catch (error) {
    if (violatedConstraint(error) === DOCUMENT_TAKEN) throw new Refusal('ALREADY_REGISTERED');
    throw error;
  }
}

/** A person at a door, whose document nobody has recorded yet. */
export interface DoorPerson {
  readonly documentType: DocumentType;
  /** In canonical form. */
  readonly documentNumber: string;
  /** As keyed, or as read from the card. */
  readonly name: string;
}

/** Who keyed a document, for the audit log. */
export interface DoorAuthor {
  readonly staff: Staff;
  readonly requestId: string;
}

/**
 * Records somebody without a telephone, sealed like everybody, without an account. A document that was recorded
 * meanwhile keeps what was recorded first.
 * @param author undefined when a device read the card
 * @throws {Refusal} naming what is wrong with the name.
 */
export async function recordDoorPerson(
  { db, vault }: Pick<Context, 'db' | 'vault'>,
  { documentType, documentNumber, name: given }: DoorPerson,
  author: DoorAuthor | undefined,
): Promise<KnownPerson> {
  const name = checkPersonName(given);
  if (!name.ok) throw refuseField('name', name.problem);
  const person = { ...sealedPerson(vault, documentType, documentNumber, name.canonical), phoneSealed: null };
  try {
    const id = await db.transaction().execute(async (tx) => {
      const id = await insertPerson(tx, person);
      if (author !== undefined) {
        const { staff: actor, requestId } = author;
        const token = personToken(vault, id);
        await recordAudit(tx, { actor, action: 'person.record', subject: `person:${person.publicId}`, person: token, requestId });
      }
      return id;
    });
    return { id, name: maskName(name.canonical) };
  } catch (error) {
    const [known] = violatedConstraint(error) === DOCUMENT_TAKEN ? await findPersonsByDocument(db, [person.documentIndex]) : [];
    if (known === undefined) throw error;
    return knownPerson(vault, known);
  }
}

function sealedPerson(vault: Vault, documentType: DocumentType, canonicalNumber: string, canonicalName: string) {
  return {
    publicId: randomUUID(),
    documentType,
    nameSealed: vault.seal('name', canonicalName),
    documentSealed: vault.seal('document', canonicalNumber),
    documentIndex: documentIndex(vault, documentType, canonicalNumber),
  };
}
