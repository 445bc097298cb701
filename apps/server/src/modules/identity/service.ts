import { randomUUID } from 'node:crypto';
import type { Guardian } from '@tongxing/contract';
import { checkPersonName, type DocumentType, maskName, NOTICE_VERSION, needsGuardian } from '@tongxing/rules';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { sixDigits, type Vault } from '../../platform/crypto/sealing';
import { type Tx, violatedConstraint } from '../../platform/database/database';
import { dayOf } from '../../platform/days';
import type { Device, Member, Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { type Language, translate } from '../../platform/i18n';
import { networkOf } from '../../platform/networks';
import { queueMessage } from '../../platform/sms/store';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { findClaimable } from './claim-store';
import { insertConsents } from './consent-store';
import { canonicalDocument, documentIndex } from './document';
import { endSessionsOfAccount, insertGuardian } from './own-store';
import { type KnownPerson, knownPerson } from './person-lookup';
import { CODE_LIFE_MS, consumeCode, lockRequests, RESEND_MS, saveCode, secondsUntilAllowed, TRIES_OF_ASKER } from './sign-in-store';
import { type AccountRow, ensureAccount, findPersonsByDocument, insertPerson, linkPerson, readAccount } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config' | 'metrics'>;

/** Somebody registered under a document that a door had recorded. */
export interface Claim {
  readonly accountId: number;
  readonly personId: number;
  /** As given at the registration, in canonical form. */
  readonly name: string;
  readonly requestId: string;
}
/** Puts a claim before an officer, in the transaction of the registration. */
export type PutClaim = (tx: Tx, claim: Claim) => Promise<void>;

const HOUR_MS = 3_600_000;
/** What is counted for all: in parts, so that a morning's sign-ins do not wait for one row. */
const BUDGET_PARTS = 16;
/** A smaller budget is counted in one. */
const LEAST_PARTED = 16_000;

/** Codes tried for one number from one network, as long as a code lives. */
const CODE_TRIES: AttemptRule = { name: 'sign-in code', most: TRIES_OF_ASKER, periodMs: CODE_LIFE_MS };

/** Whose documents are registered is not for anybody to try out. */
const REGISTRATIONS: AttemptRule = { name: 'registration', most: 10, periodMs: 24 * HOUR_MS };

const DOCUMENT_TAKEN = 'persons_document_key';

/**
 * Sends a sign-in code. Known and unknown numbers get the same answer.
 * @throws {Refusal} TOO_MANY_REQUESTS when the number or the address asked too often, UNAVAILABLE when the whole
 *   installation sent as many in an hour as it may.
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
    await spendBudget({ ...context, db: tx }, phoneIndex);
    await saveCode(tx, phoneIndex, addressHash, code, now);
    await forgetAttempts({ db: tx, vault }, CODE_TRIES, triesKey(phone, address));
    const body = translate(language, 'sms.sign_in', { code, minutes: CODE_LIFE_MS / 60_000 });
    await queueMessage(tx, { purpose: 'sign_in', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', body) }, now);
  });
  return { expiresInSeconds: CODE_LIFE_MS / 1000, resendInSeconds: RESEND_MS / 1000 };
}

/** Counts a code of the hour's budget, last of all: what is refused for another reason costs nothing. */
async function spendBudget(context: Omit<Context, 'db'> & { readonly db: Tx }, phoneIndex: Buffer): Promise<void> {
  const { config, metrics } = context;
  const parts = config.signInCodesPerHour < LEAST_PARTED ? 1 : BUDGET_PARTS;
  const rule = { name: 'sign-in codes of all', most: Math.ceil(config.signInCodesPerHour / parts), periodMs: HOUR_MS };
  const wait = await countAttempt(context, rule, String(phoneIndex.readUInt8(0) % parts));
  if (wait === 0) return;
  metrics.codesOverBudget.inc();
  throw new Refusal('UNAVAILABLE', { retryAfterSeconds: wait });
}

/**
 * Uses up a code that was sent. A stranger's wrong tries use up the stranger's own, not those of the address that asked
 * for the code (docs/adr/0015).
 * @throws {Refusal} SIGN_IN_FAILED for a wrong, used, expired or exhausted code alike.
 */
export async function proveCode(context: Context, phone: string, code: string, address: string): Promise<void> {
  const { db, vault, clock } = context;
  const phoneIndex = vault.index('phone', phone);
  const wait = await countAttempt(context, CODE_TRIES, triesKey(phone, address));
  const tried = { phoneIndex, addressHash: hashOfAddress(vault, address), code };
  if (wait > 0 || !(await consumeCode(db, tried, clock.now()))) throw new Refusal('SIGN_IN_FAILED');
}

/** Signs in with a code that was sent. @throws {Refusal} as {@link proveCode}. */
export async function signInWithCode(context: Context, phone: string, code: string, address: string): Promise<AccountRow> {
  await proveCode(context, phone, code, address);
  const { db, vault } = context;
  return ensureAccount(db, vault.index('phone', phone), vault.seal('phone', phone));
}

const hashOfAddress = (vault: Vault, address: string) => vault.index('phone', `address:${networkOf(address)}`);
const triesKey = (phone: string, address: string) => `${phone}|${networkOf(address)}`;

export interface Registration {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** Version of the privacy notice that was read. */
  readonly notice: number;
  /** Whether health and itinerary may be shown and declared on the telephone. */
  readonly sensitive: boolean;
  /** Who agrees for somebody under 14. */
  readonly guardian?: Guardian | undefined;
}

/**
 * Real-name registration of the signed-in telephone. Somebody whom a door recorded before gets their account here: an
 * entry keyed at a door must not lock anybody out of registering. They scan with it at once; what was recorded before, and
 * the telephone to which messages about them go, wait for an officer (docs/adr/0021). What was agreed to is recorded with it.
 * @returns the person's id.
 * @throws {Refusal} ALREADY_REGISTERED when the telephone or the document has been used; INVALID_REQUEST naming the field,
 *   also when the notice is not the one in force, and when somebody under 14 has no guardian; TOO_MANY_REQUESTS after ten
 *   tries in a day.
 */
export async function registerResident(
  context: Context,
  accountId: number,
  registration: Registration,
  { requestId, putClaim }: { readonly requestId: string; readonly putClaim: PutClaim },
): Promise<number> {
  const { db, vault, clock } = context;
  const name = checkPersonName(registration.name);
  if (!name.ok) throw refuseField('name', name.problem);
  const number = canonicalDocument(registration.documentType, registration.documentNumber, clock.now());
  if (registration.notice !== NOTICE_VERSION) throw refuseField('notice', 'not_allowed');
  const guardian = guardianOf(context, registration, number);
  const at = new Date(clock.now());
  const agreed = { version: registration.notice, at };
  const wait = await countAttempt(context, REGISTRATIONS, String(accountId));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  try {
    return await db.transaction().execute(async (tx) => {
      const account = await readAccount(tx, accountId);
      if (account === undefined || account.personId !== null) throw new Refusal('ALREADY_REGISTERED');
      const person = { ...sealedPerson(vault, registration.documentType, number, name.canonical), phoneSealed: account.phoneSealed };
      const claimed = await findClaimable(tx, person.documentIndex);
      const personId = claimed ?? (await insertPerson(tx, person));
      if (!(await linkPerson(tx, accountId, personId, claimed === undefined ? null : person.nameSealed)))
        throw new Refusal('ALREADY_REGISTERED');
      if (claimed !== undefined) await putClaim(tx, { accountId, personId, name: name.canonical, requestId });
      // What was copied before must not become a registered session.
      await endSessionsOfAccount(tx, accountId);
      if (guardian !== undefined) await insertGuardian(tx, personId, { ...guardian, statedAt: at });
      await insertConsents(tx, accountId, [
        { id: randomUUID(), kind: 'notice', given: true, ...agreed },
        { id: randomUUID(), kind: 'sensitive', given: registration.sensitive, ...agreed },
      ]);
      return personId;
    });
  } catch (error) {
    if (violatedConstraint(error) === DOCUMENT_TAKEN) throw new Refusal('ALREADY_REGISTERED');
    throw error;
  }
}

/** The guardian to be recorded: of somebody under 14 there has to be one, of nobody else is one kept. */
function guardianOf({ vault, clock, config }: Context, { documentType, guardian }: Registration, canonicalNumber: string) {
  if (!needsGuardian(documentType, canonicalNumber, dayOf(clock.now(), config.timeZone))) return undefined;
  if (guardian === undefined) throw refuseField('guardian', 'required');
  const name = checkPersonName(guardian.name);
  if (!name.ok) throw refuseField('guardian.name', name.problem);
  return { nameSealed: vault.seal('name', name.canonical), relation: guardian.relation };
}

/** A person at a door, whose document nobody has recorded yet. */
export interface DoorPerson {
  readonly documentType: DocumentType;
  /** In canonical form. */
  readonly documentNumber: string;
  /** As keyed, or as read from the card. */
  readonly name: string;
}

/** Who keyed or read a document, for the audit log. */
export interface DoorAuthor {
  readonly actor: Staff | Member | Device;
  readonly requestId: string;
}

/**
 * Records somebody without a telephone, sealed like everybody, without an account. A document that was recorded
 * meanwhile keeps what was recorded first.
 * @throws {Refusal} naming what is wrong with the name.
 */
export async function recordDoorPerson(
  { db, vault }: Pick<Context, 'db' | 'vault'>,
  { documentType, documentNumber, name: given }: DoorPerson,
  { actor, requestId }: DoorAuthor,
): Promise<KnownPerson> {
  const name = checkPersonName(given);
  if (!name.ok) throw refuseField('name', name.problem);
  const person = { ...sealedPerson(vault, documentType, documentNumber, name.canonical), phoneSealed: null };
  try {
    const id = await db.transaction().execute(async (tx) => {
      const id = await insertPerson(tx, person);
      const token = personToken(vault, id);
      await recordAudit(tx, { actor, action: 'person.record', subject: `person:${person.publicId}`, person: token, requestId });
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
