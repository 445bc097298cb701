import { randomUUID } from 'node:crypto';
import type { DocumentType } from '@tongxing/rules';
import { z } from 'zod';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import { type Tx, violatedConstraint } from '../../platform/database/database';
import type { RegisteredResident, Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { translate } from '../../platform/i18n';
import { queueMessage } from '../../platform/sms/store';
import { personToken, recordAudit } from '../audit/public';
import {
  type Correction,
  checkCorrection,
  correctPerson,
  findAccountPhone,
  lockPerson,
  ownRegistration,
  requireOwnPerson,
} from '../identity/public';
import { settleClaim } from './claims';
import { DUE_MS, type RequestContext } from './context';
import { erasePerson, readKept } from './erasure';
import { requestNumber } from './number';
import { findCity, listOwnEvidence } from './reads';
import { decide, findOwnRequest, findRequest, insertRequest, lockWaiting, type RequestKind, type RequestRow } from './store';

const DAY_MS = 86_400_000;
/** Of one account; also those that are refused. */
const REQUESTS: AttemptRule = { name: 'rights request', most: 10, periodMs: DAY_MS };

const Wanted = z.union([
  z.object({ kind: z.literal('name'), name: z.string() }),
  z.object({ kind: z.literal('document'), documentType: z.custom<DocumentType>(), documentNumber: z.string() }),
]);

/** What a request asks for, in full; undefined where it corrects nothing of the registration. */
export function wantedOf({ vault }: Pick<RequestContext, 'vault'>, { wantedSealed }: RequestRow): Correction | undefined {
  return wantedSealed === null ? undefined : Wanted.parse(JSON.parse(vault.open('request', wantedSealed)));
}

export interface NewRequestBody {
  readonly id: string;
  readonly kind: RequestKind;
  readonly reason?: string | undefined;
  readonly name?: string | undefined;
  readonly documentType?: DocumentType | undefined;
  readonly documentNumber?: string | undefined;
  readonly evidence?: string | undefined;
}

function given<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw refuseField(field, 'required');
  return value;
}

/** @throws {Refusal} naming what is missing or wrong. */
function correctionIn(body: NewRequestBody, now: number): Correction | undefined {
  if (body.kind === 'name') return checkCorrection({ kind: 'name', name: given('name', body.name) }, now);
  if (body.kind !== 'document') return undefined;
  const documentType = given('documentType', body.documentType);
  return checkCorrection({ kind: 'document', documentType, documentNumber: given('documentNumber', body.documentNumber) }, now);
}

/**
 * Makes a request. To be erased is carried out at once when nothing has to be kept, and otherwise waits for that.
 * @throws {Refusal} STATE_CONFLICT while one of the kind is open, TOO_MANY_REQUESTS, or naming a field.
 */
export async function makeRequest(
  context: RequestContext,
  { accountId, personId }: RegisteredResident,
  body: NewRequestBody,
  requestId: string,
): Promise<RequestRow> {
  const { db, vault, clock } = context;
  const known = await findOwnRequest(db, accountId, body.id);
  if (known !== undefined) return known;
  await requireOwnPerson(db, accountId);
  const wait = await countAttempt(context, REQUESTS, String(accountId));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  const wanted = correctionIn(body, clock.now());
  const isDeletion = body.kind === 'deletion';
  const reason = isDeletion ? body.reason : given('reason', body.reason);
  const evidence = body.kind === 'evidence' ? await namedEvidence(context, personId, body.evidence) : null;
  const madeAt = new Date(clock.now());
  const areaCode = await findCity(db, personId);
  try {
    await db.transaction().execute(async (tx) => {
      const isNew = await insertRequest(tx, {
        id: body.id,
        accountId,
        personId,
        areaCode,
        kind: body.kind,
        state: isDeletion ? 'waiting' : 'open',
        evidence,
        wantedSealed: wanted === undefined ? null : vault.seal('request', JSON.stringify(wanted)),
        reasonSealed: reason === undefined ? null : vault.seal('request', reason),
        madeAt,
        dueAt: new Date(madeAt.getTime() + DUE_MS),
      });
      if (!isNew) throw new Refusal('STATE_CONFLICT');
      const person = personToken(vault, personId);
      const subject = `rights_request:${body.id}`;
      await recordAudit(tx, { actor: 'person', action: 'rights_request.make', subject, person, after: { kind: body.kind }, requestId });
      if (isDeletion) await carryOut(context, tx, { id: body.id, personId }, requestId);
    });
  } catch (error) {
    if (violatedConstraint(error) === 'rights_requests_one_open') throw new Refusal('STATE_CONFLICT');
    throw error;
  }
  return made(await findOwnRequest(db, accountId, body.id));
}

function made(row: RequestRow | undefined): RequestRow {
  if (row === undefined) throw new Refusal('STATE_CONFLICT');
  return row;
}

async function namedEvidence({ db }: RequestContext, personId: number, id: string | undefined): Promise<string> {
  const evidence = given('evidence', id);
  const own = await listOwnEvidence(db, personId);
  if (!own.some((one) => one.id === evidence)) throw refuseField('evidence', 'not_allowed');
  return evidence;
}

/**
 * Erases whoever waits for it, unless something has to be kept.
 * @returns whether it was done.
 */
export async function carryOut(
  context: RequestContext,
  tx: Tx,
  { id, personId }: { readonly id: string; readonly personId: number },
  requestId: string,
): Promise<boolean> {
  if (!(await lockWaiting(tx, id)) || (await readKept(context, tx, personId)).length > 0) return false;
  await decide(tx, id, { state: 'granted', decidedBy: null, answerSealed: null, at: new Date(context.clock.now()) });
  await erasePerson(context, tx, personId, requestId);
  return true;
}

/**
 * Withdraws an own request; repeating it changes nothing.
 * @throws {Refusal} NOT_FOUND, or STATE_CONFLICT when it is decided.
 */
export async function withdrawRequest(context: RequestContext, { accountId, personId }: RegisteredResident, id: string, requestId: string) {
  const { db, vault, clock } = context;
  const request = await findOwnRequest(db, accountId, id);
  if (request === undefined) throw new Refusal('NOT_FOUND');
  if (request.state === 'withdrawn') return request;
  await db.transaction().execute(async (tx) => {
    if (!(await decide(tx, id, { state: 'withdrawn', decidedBy: null, answerSealed: null, at: new Date(clock.now()) })))
      throw new Refusal('STATE_CONFLICT');
    if (request.kind === 'claim') await settleClaim(tx, request, false);
    const person = personToken(vault, personId);
    await recordAudit(tx, { actor: 'person', action: 'rights_request.withdraw', subject: `rights_request:${id}`, person, requestId });
  });
  return made(await findOwnRequest(db, accountId, id));
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getRequest({ db }: RequestContext, staff: Staff, id: string): Promise<RequestRow> {
  const request = await findRequest(db, staff, id);
  if (request === undefined) throw new Refusal('NOT_FOUND');
  return request;
}

export interface Answer {
  readonly decision: 'granted' | 'partly' | 'refused';
  readonly answer: string;
}

/**
 * Decides a request; what is granted is corrected in the same transaction, and the person gets a message that says no
 * more than that there is an answer. Repeating one's own decision changes nothing.
 * @throws {Refusal} STATE_CONFLICT when somebody else decided it, or nobody is to (a deletion waits for the law);
 *   ALREADY_REGISTERED when the document is somebody else's; DOCUMENT_HELD.
 */
export async function decideRequest(
  context: RequestContext,
  staff: Staff,
  id: string,
  { decision, answer }: Answer,
  requestId: string,
): Promise<void> {
  const { db, vault, clock, config } = context;
  const request = await getRequest(context, staff, id);
  if (request.state === decision && request.decidedBy === staff.staffId) return;
  if (request.state !== 'open') throw new Refusal('STATE_CONFLICT');
  const isClaim = request.kind === 'claim';
  // Somebody is who they say or is not.
  if (isClaim && decision === 'partly') throw refuseField('decision', 'not_allowed');
  const wanted = decision === 'granted' && !isClaim ? wantedOf(context, request) : undefined;
  await db.transaction().execute(async (tx) => {
    const at = new Date(clock.now());
    const answerSealed = vault.seal('request', answer);
    if (!(await decide(tx, id, { state: decision, decidedBy: staff.staffId, answerSealed, at }))) throw new Refusal('STATE_CONFLICT');
    if (wanted?.kind === 'document') await requireFreeDocument(context, tx, request.personId);
    if (isClaim) await settleClaim(tx, request, decision === 'granted');
    if (wanted !== undefined) await correctPerson(tx, vault, request.personId, wanted);
    await recordAudit(tx, {
      actor: staff,
      action: `rights_request.${decision}`,
      subject: `rights_request:${id}`,
      person: personToken(vault, request.personId),
      before: { state: 'open' },
      after: { state: decision, kind: request.kind },
      requestId,
    });
    const phone = await phoneOfAsker(context, tx, request);
    const number = requestNumber(request, config.timeZone);
    const text = `${translate('zh', 'sms.rights', { number })} ${translate('en', 'sms.rights', { number })}`;
    if (phone !== '')
      await queueMessage(
        tx,
        { id: randomUUID(), purpose: 'rights', phoneSealed: vault.seal('phone', phone), bodySealed: vault.seal('message', text) },
        clock.now(),
      );
  });
}

/** Where whoever asks is reached: of a claim not the person's own telephone, who may be somebody else. Empty for nowhere. */
async function phoneOfAsker({ vault }: RequestContext, tx: Tx, { accountId }: RequestRow): Promise<string> {
  const sealed = await findAccountPhone(tx, accountId);
  return sealed === undefined ? '' : vault.open('phone', sealed);
}

/**
 * Under another number somebody would be nobody's contact and green again, by the word of one account. Whoever adds
 * evidence meanwhile waits for the lock, or was first and is seen.
 * @throws {Refusal} DOCUMENT_HELD
 */
async function requireFreeDocument(context: RequestContext, tx: Tx, personId: number): Promise<void> {
  await lockPerson(tx, personId);
  const kept = await readKept(context, tx, personId);
  if (kept.some(({ what }) => what !== 'visits')) throw new Refusal('DOCUMENT_HELD');
}

/**
 * What is asked for in full. Only while it is open, with a reason, and never without its audit event.
 * @throws {Refusal} STATE_CONFLICT when it is decided.
 */
export async function revealRequest(context: RequestContext, staff: Staff, id: string, why: string, requestId: string) {
  const { db, vault } = context;
  const request = await getRequest(context, staff, id);
  if (request.state !== 'open') throw new Refusal('STATE_CONFLICT');
  return db.transaction().execute(async (tx) => {
    const person = personToken(vault, request.personId);
    await recordAudit(tx, { actor: staff, action: 'person.reveal', subject: `rights_request:${id}`, person, reason: why, requestId });
    const { name } = await ownRegistration(tx, vault, request.personId);
    const phone = await phoneOfAsker(context, tx, request);
    const wanted = wantedOf(context, request);
    return {
      name,
      phone,
      wanted: wanted === undefined ? null : wanted.kind === 'name' ? wanted.name : wanted.documentNumber,
      reason: request.reasonSealed === null ? null : vault.open('request', request.reasonSealed),
    };
  });
}
