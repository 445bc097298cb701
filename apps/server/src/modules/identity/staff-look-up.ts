import type { DocumentType } from '@tongxing/rules';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { canonicalDocument, documentIndex } from './document';
import { findPersonByDocument } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock'>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/**
 * The check digit and the four characters that lists show leave some hundred numbers for a district and ten years of
 * birth: whoever tries them is stopped, and an office that enters documents by hand never is.
 */
const LOOKS: AttemptRule = { name: 'person look-up', most: 30, periodMs: MINUTE_MS };
const LOOKS_OF_DAY: AttemptRule = { name: 'person look-up of a day', most: 300, periodMs: DAY_MS };

/** A document that staff ask about, and what for. */
export interface StaffLook {
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  readonly action: 'person.find' | 'audit.find';
  /** The case it is done for, such as `case:<id>`. */
  readonly matter?: string;
  readonly requestId: string;
}

/**
 * The person behind a document, for staff. There is no other way to ask: each look is counted, and is in the audit log
 * before it is answered, also when it found nobody.
 * @returns the person's id.
 * @throws {Refusal} TOO_MANY_REQUESTS, INVALID_REQUEST naming what is wrong with the number, PERSON_UNKNOWN.
 */
export async function lookUpPerson(context: Context, actor: Staff, look: StaffLook): Promise<number> {
  const { db, vault, clock } = context;
  const { documentType, action, matter, requestId } = look;
  const number = canonicalDocument(documentType, look.documentNumber, clock.now());
  const key = String(actor.staffId);
  const wait = (await countAttempt(context, LOOKS, key)) || (await countAttempt(context, LOOKS_OF_DAY, key));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  const personId = await findPersonByDocument(db, documentIndex(vault, documentType, number));
  const person = personId === undefined ? undefined : personToken(vault, personId);
  const subject = person === undefined ? 'person:nobody' : `person:${person.toString('hex')}`;
  await recordAudit(db, { actor, action, subject, person, matter, requestId });
  if (personId === undefined) throw new Refusal('PERSON_UNKNOWN');
  return personId;
}
