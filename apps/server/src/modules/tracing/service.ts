import { randomUUID } from 'node:crypto';
import type { DocumentType } from '@tongxing/rules';
import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { addEvidence, isConfirmedCase, readStandings } from '../health/public';
import { holdsRight, lookUpPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import { findCandidates } from './candidates';
import { insertContacts, type ListedContact, listContacts } from './contact-store';
import type { Contacts } from './contacts';
import { type CaseStay, caseStays, findContacts, searchesFor } from './crossings';
import * as store from './store';
import { readCaseVisits, readPoints, stayOnIndexes } from './visit-reads';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config' | 'announce'>;

const DAY_MS = 86_400_000;
/** Symptoms longer before the confirmation than this are a typing mistake. */
const LONGEST_BEFORE_CONFIRMED_MS = 60 * DAY_MS;
/** A trace looks no further back than this before the onset; the longest infectious window of the rule packs is 4 days. */
const BEFORE_ONSET_MS = 14 * DAY_MS;

export interface CaseCommand {
  readonly id: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  readonly confirmedAt: Date;
  readonly onsetAt: Date;
  readonly evidenceReference: string;
}

/**
 * Enters a confirmed case. Its evidence is as any other: the person's colour follows when a second person has confirmed
 * it, and no trace is approved before.
 * @throws {Refusal} PERSON_UNKNOWN, TOO_MANY_REQUESTS; CASE_EXISTS when the person has a case that is open, or one confirmed no earlier;
 *   STATE_CONFLICT when the id is that of somebody else's case.
 */
export async function enterCase(context: Context, staff: Staff, command: CaseCommand, requestId: string): Promise<store.CaseRow> {
  const { db, vault, clock } = context;
  const now = clock.now();
  if (command.confirmedAt.getTime() > now) throw refuseField('confirmedAt', 'in_the_future');
  if (command.onsetAt > command.confirmedAt) throw refuseField('confirmedAt', 'before_start');
  if (command.onsetAt.getTime() < command.confirmedAt.getTime() - LONGEST_BEFORE_CONFIRMED_MS) throw refuseField('onsetAt', 'too_small');
  // Before anybody is looked up: the case of somebody else must not tell whose document fits it.
  const author = await store.findCaseAuthor(db, command.id);
  if (author !== undefined && author !== staff.staffId) throw new Refusal('STATE_CONFLICT');
  const personId = await lookUpPerson(context, staff, { ...command, action: 'person.find', matter: `case:${command.id}`, requestId });
  await db.transaction().execute(async (tx) => {
    const { id, confirmedAt, onsetAt, evidenceReference } = command;
    const earlier = await store.holdCasesOf(tx, personId);
    if (earlier.some((one) => one.id === id)) return;
    await refuseSecond(tx, earlier, confirmedAt, now);
    // An id of its own: under the case's there could be other evidence already, and the colour would not follow.
    const evidenceId = randomUUID();
    const createdAt = new Date(now);
    const entry = { id, personId, confirmedAt, onsetAt, evidenceReference, authorId: staff.staffId, createdAt, evidenceId };
    if (!(await store.insertCase(tx, entry))) return;
    await addEvidence(tx, {
      id: evidenceId,
      personId,
      kind: 'confirmed_case',
      source: evidenceReference,
      sampledAt: confirmedAt,
      recordedAt: new Date(now),
      authorId: staff.staffId,
    });
    await recordAudit(tx, {
      actor: staff,
      action: 'case.create',
      subject: `case:${id}`,
      person: personToken(vault, personId),
      matter: `case:${id}`,
      reason: evidenceReference,
      after: { confirmedAt, onsetAt },
      requestId,
    });
  });
  context.announce('evidence');
  const entered = await store.findCase(db, staff, command.id);
  const isOwn = (await store.findCaseAuthor(db, command.id)) === staff.staffId;
  if (entered === undefined || entered.personId !== personId || !isOwn) throw new Refusal('STATE_CONFLICT');
  return entered;
}

/**
 * Somebody is a case again when the earlier one was refused or withdrawn, or by a later infection.
 * @throws {Refusal} CASE_EXISTS
 */
async function refuseSecond(tx: Tx, earlier: readonly store.EarlierCase[], confirmedAt: Date, now: number): Promise<void> {
  const ids = earlier.flatMap(({ evidenceId }) => evidenceId ?? []);
  const standings = await readStandings(tx, ids, now);
  for (const { evidenceId, confirmedAt: before } of earlier) {
    // Evidence that was swept had been decided long before.
    const standing = evidenceId === null ? 'counts' : (standings.get(evidenceId) ?? 'counts');
    if (standing === 'open') throw new Refusal('CASE_EXISTS', { values: { context: 'open' } });
    if (standing === 'counts' && confirmedAt <= before) throw new Refusal('CASE_EXISTS', { values: { context: 'earlier' } });
  }
}

export interface TraceCommand extends Omit<store.NewTrace, 'requestedBy' | 'requestedAt'> {}

/** @throws {Refusal} WINDOW_OUT_OF_RANGE when the window leaves what the case, the retention or the clock allows. */
function checkWindow(context: Context, command: TraceCommand, onsetAt: Date): void {
  const now = context.clock.now();
  const from = command.windowFrom.getTime();
  const to = command.windowTo.getTime();
  const earliest = Math.max(onsetAt.getTime() - BEFORE_ONSET_MS, now - context.config.retentionDays * DAY_MS);
  if (from >= to) throw refuseField('to', 'before_start');
  if (from < earliest || to > now + DAY_MS) throw new Refusal('WINDOW_OUT_OF_RANGE');
}

/** Asks for a trace. Nothing is looked up before a second person approves. */
export async function requestTrace(context: Context, staff: Staff, command: TraceCommand, requestId: string): Promise<store.TraceRow> {
  const { db, clock } = context;
  const traced = await store.findCase(db, staff, command.caseId);
  if (traced === undefined) throw new Refusal('NOT_FOUND');
  checkWindow(context, command, traced.onsetAt);
  await db.transaction().execute(async (tx) => {
    if (!(await store.insertTrace(tx, { ...command, requestedBy: staff.staffId, requestedAt: new Date(clock.now()) }))) return;
    await recordAudit(tx, {
      actor: staff,
      action: 'trace.request',
      subject: `trace:${command.id}`,
      matter: `case:${traced.id}`,
      reason: command.basisReference,
      after: { legalBasis: command.legalBasis, from: command.windowFrom, to: command.windowTo, lagMinutes: command.lagMinutes },
      requestId,
    });
  });
  context.announce('traces');
  const trace = await getTrace(context, staff, command.id);
  // The id of somebody else's trace, or of one about another case: this one was not asked for.
  if (trace.caseId !== traced.id || trace.requesterId !== staff.staffId) throw new Refusal('STATE_CONFLICT');
  return trace;
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getTrace(context: Context, staff: Staff, id: string): Promise<store.TraceRow> {
  const trace = await store.findTrace(context.db, staff, id);
  if (trace === undefined) throw new Refusal('NOT_FOUND');
  return trace;
}

/** What a trace found. */
export interface TraceResult {
  readonly stays: readonly CaseStay[];
  readonly contacts: Contacts;
}

/** Where the case was and who crossed it; nothing is written. */
export async function runTrace(
  tx: Tx,
  { personId, windowFrom, windowTo, lagMinutes }: Pick<store.TraceRow, 'personId' | 'windowFrom' | 'windowTo' | 'lagMinutes'>,
  asOf: number,
): Promise<TraceResult> {
  await stayOnIndexes(tx);
  const stays = caseStays(await readCaseVisits(tx, personId, windowFrom, windowTo), asOf);
  const points = await readPoints(
    tx,
    stays.map(({ visit }) => visit.venueId),
  );
  const searches = searchesFor(stays, lagMinutes, points);
  const candidates = await findCandidates(tx, personId, searches);
  return { stays, contacts: findContacts({ stays, searches }, candidates, { lagMinutes, asOf }) };
}

/**
 * A second person decides; approval runs the trace in the same transaction, so that there is no approved trace
 * without its answer and no answer without approval.
 */
export async function decideTrace(
  context: Context,
  staff: Staff,
  id: string,
  approve: boolean,
  note: string,
  requestId: string,
): Promise<store.TraceRow> {
  const { db, clock } = context;
  const trace = await getTrace(context, staff, id);
  if (trace.requesterId === staff.staffId) throw new Refusal('SECOND_PERSON_REQUIRED');
  await db.transaction().execute(async (tx) => {
    const at = new Date(clock.now());
    if (approve && !(await isConfirmedCase(tx, trace))) throw new Refusal('CASE_NOT_CONFIRMED');
    // Two people answer for it, each with the right to, now.
    if (approve && !(await holdsRight(tx, trace.requesterId, 'trace.request'))) throw new Refusal('AUTHOR_WITHOUT_RIGHT');
    if (!(await store.decide(tx, { id, approve, note, by: staff.staffId, at }))) throw new Refusal('STATE_CONFLICT');
    await recordAudit(tx, {
      actor: staff,
      action: approve ? 'trace.approve' : 'trace.refuse',
      subject: `trace:${id}`,
      matter: `case:${trace.caseId}`,
      reason: note,
      before: { state: trace.state },
      after: { state: approve ? 'completed' : 'refused' },
      requestId,
    });
    if (!approve) return;
    const { stays, contacts } = await runTrace(tx, trace, at.getTime());
    await insertContacts(tx, id, stays, contacts);
    await store.complete(tx, id, contacts.persons, new Date(clock.now()));
  });
  context.announce('traces');
  return getTrace(context, staff, id);
}

/** @throws {Refusal} STATE_CONFLICT unless the trace was approved and run, CASE_NOT_CONFIRMED when its case was withdrawn since. */
async function completedTrace(context: Context, staff: Staff, id: string): Promise<store.TraceRow> {
  const trace = await getTrace(context, staff, id);
  if (trace.state !== 'completed') throw new Refusal('STATE_CONFLICT');
  if (!(await isConfirmedCase(context.db, trace))) throw new Refusal('CASE_NOT_CONFIRMED');
  return trace;
}

async function recordLook(
  { db }: Context,
  actor: Staff,
  action: 'trace.trajectory' | 'trace.contacts',
  { id, caseId, purpose }: store.TraceRow,
  requestId: string,
): Promise<void> {
  await recordAudit(db, { actor, action, subject: `trace:${id}`, matter: `case:${caseId}`, reason: purpose, requestId });
}

/** Each look is recorded before anything is read. */
export async function readTrajectory(context: Context, staff: Staff, id: string, requestId: string): Promise<CaseStay[]> {
  const trace = await completedTrace(context, staff, id);
  await recordLook(context, staff, 'trace.trajectory', trace, requestId);
  // What came after the approval was not approved.
  const asOf = trace.decidedAt ?? trace.requestedAt;
  const until = trace.windowTo < asOf ? trace.windowTo : asOf;
  const visits = await context.db.transaction().execute(async (tx) => {
    await stayOnIndexes(tx);
    return readCaseVisits(tx, trace.personId, trace.windowFrom, until);
  });
  return caseStays(visits, asOf.getTime());
}

export async function readContacts(
  context: Context,
  staff: Staff,
  id: string,
  after: number,
  limit: number,
  requestId: string,
): Promise<ListedContact[]> {
  const trace = await completedTrace(context, staff, id);
  await recordLook(context, staff, 'trace.contacts', trace, requestId);
  return listContacts(context.db, id, after, limit);
}
