import type { EvidenceDecision, EvidenceState } from '@tongxing/contract';
import { colourOf, type DocumentType, type EvidenceKind } from '@tongxing/rules';
import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { holdsRight, lookUpPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import { addEvidence } from './public';
import { findEvidence, type ListedEvidence, type StepRow } from './reads';
import { findEvidenceAuthor, insertStep, isStepTaken, type LaterStep } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged' | 'announce'>;

const STATE_AFTER = {
  recorded: 'to_confirm',
  confirmed: 'confirmed',
  before_second_persons: 'confirmed',
  kept: 'confirmed',
  refused: 'refused',
  withdrawal_requested: 'withdrawal_requested',
  withdrawn: 'withdrawn',
} as const satisfies Record<StepRow['kind'], EvidenceState>;

const lastOf = ({ steps }: ListedEvidence): StepRow => steps.at(-1) ?? steps[0];
const authorOf = ({ steps }: ListedEvidence): number => steps[0].byId;

export function stateOf(evidence: ListedEvidence, now: number): EvidenceState {
  const state = STATE_AFTER[lastOf(evidence).kind];
  return state === 'to_confirm' && evidence.validUntil.getTime() <= now ? 'lapsed' : state;
}

/** Nobody decides on evidence of their own, nor on a withdrawal they asked for themselves. */
export function isSecondPerson(evidence: ListedEvidence, staff: Staff): boolean {
  const { kind, byId } = lastOf(evidence);
  return staff.staffId !== authorOf(evidence) && !(kind === 'withdrawal_requested' && staff.staffId === byId);
}

export interface EvidenceCommand {
  readonly id: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly sampledAt: Date;
}

/**
 * Records evidence. Nobody's colour changes before a second person has confirmed it.
 * @throws {Refusal} PERSON_UNKNOWN, TOO_MANY_REQUESTS, or STATE_CONFLICT when the id belongs to something else.
 */
export async function recordEvidence(context: Context, staff: Staff, command: EvidenceCommand, requestId: string): Promise<ListedEvidence> {
  const { db, vault, clock } = context;
  const { id, kind, source, sampledAt } = command;
  if (sampledAt.getTime() > clock.now()) throw refuseField('sampledAt', 'in_the_future');
  // Before anybody is looked up: evidence of somebody else must not tell whose document fits it.
  const author = await findEvidenceAuthor(db, id);
  if (author !== undefined && author !== staff.staffId) throw new Refusal('STATE_CONFLICT');
  const personId = await lookUpPerson(context, staff, { ...command, action: 'person.find', requestId });
  await db.transaction().execute(async (tx) => {
    const evidence = { id, personId, kind, source, sampledAt, recordedAt: new Date(clock.now()), authorId: staff.staffId };
    if (!(await addEvidence(tx, evidence))) return;
    await recordAudit(tx, {
      actor: staff,
      action: 'evidence.create',
      subject: `evidence:${id}`,
      person: personToken(vault, personId),
      reason: source,
      after: { kind, colour: colourOf(kind), state: 'to_confirm' },
      requestId,
    });
  });
  context.announce('evidence');
  const recorded = await findEvidence(db, staff, id);
  if (recorded === undefined || recorded.personId !== personId || authorOf(recorded) !== staff.staffId) throw new Refusal('STATE_CONFLICT');
  return recorded;
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getEvidence({ db }: Pick<Context, 'db'>, staff: Staff, id: string): Promise<ListedEvidence> {
  const evidence = await findEvidence(db, staff, id);
  if (evidence === undefined) throw new Refusal('NOT_FOUND');
  return evidence;
}

const STEP_OF = {
  confirm: 'confirmed',
  refuse: 'refused',
  withdraw: 'withdrawn',
  keep: 'kept',
} as const satisfies Record<EvidenceDecision, LaterStep>;

/** What the log calls each step. */
const recorded = (step: LaterStep): { readonly action: string } => {
  if (step === 'confirmed') return { action: 'evidence.confirm' };
  if (step === 'refused') return { action: 'evidence.refuse' };
  if (step === 'withdrawal_requested') return { action: 'evidence.ask_withdrawal' };
  return step === 'withdrawn' ? { action: 'evidence.withdraw' } : { action: 'evidence.keep' };
};

export interface Step {
  /** Made by the client; a repeat is the same step. */
  readonly id: string;
  readonly note: string;
}

/**
 * A second person decides. The colour follows at once, on every node.
 * @throws {Refusal} SECOND_PERSON_REQUIRED, STATE_CONFLICT when this is not what waits, AUTHOR_WITHOUT_RIGHT.
 */
export function decideEvidence(
  context: Context,
  staff: Staff,
  evidenceId: string,
  { decision, ...step }: Step & { readonly decision: EvidenceDecision },
  requestId: string,
): Promise<ListedEvidence> {
  return takeStep(context, staff, evidenceId, { ...step, kind: STEP_OF[decision] }, requestId);
}

/** Asks a second person to withdraw what was confirmed; it counts until then. */
export function requestWithdrawal(context: Context, staff: Staff, evidenceId: string, step: Step, requestId: string) {
  return takeStep(context, staff, evidenceId, { ...step, kind: 'withdrawal_requested' }, requestId);
}

async function takeStep(
  context: Context,
  staff: Staff,
  evidenceId: string,
  { id, note, kind }: Step & { readonly kind: LaterStep },
  requestId: string,
): Promise<ListedEvidence> {
  const { db, vault, clock } = context;
  const step = { id, note, kind, evidenceId, by: staff.staffId, at: new Date(clock.now()) };
  const evidence = await getEvidence(context, staff, evidenceId);
  if (await isStepTaken(db, step)) return getEvidence(context, staff, evidenceId);
  if (kind !== 'withdrawal_requested' && !isSecondPerson(evidence, staff)) throw new Refusal('SECOND_PERSON_REQUIRED');
  if (stateOf(evidence, clock.now()) === 'lapsed') throw new Refusal('STATE_CONFLICT');
  await db.transaction().execute(async (tx) => {
    // Another step came first: told what it is by the conflict, unless it was this one, sent twice at once.
    if (!(await insertStep(tx, step))) {
      if (await isStepTaken(tx, step)) return;
      throw new Refusal('STATE_CONFLICT');
    }
    if (kind === 'confirmed' || kind === 'withdrawn') await checkRights(tx, evidence, staff);
    await recordAudit(tx, {
      actor: staff,
      ...recorded(kind),
      subject: `evidence:${evidenceId}`,
      person: personToken(vault, evidence.personId),
      reason: note,
      before: { state: stateOf(evidence, clock.now()) },
      after: { state: STATE_AFTER[kind], kind: evidence.kind, colour: colourOf(evidence.kind) },
      requestId,
    });
  });
  if (kind === 'confirmed' || kind === 'withdrawn') await context.factsChanged();
  context.announce('evidence');
  return getEvidence(context, staff, evidenceId);
}

/** Two people vouch for it, each with the right to, now: not one who was suspended or moved meanwhile. */
async function checkRights(tx: Tx, evidence: ListedEvidence, staff: Staff): Promise<void> {
  const last = lastOf(evidence);
  const asked = evidence.kind === 'confirmed_case' && last.kind === 'recorded' ? 'case.create' : 'evidence.create';
  if (!(await holdsRight(tx, last.byId, asked))) throw new Refusal('AUTHOR_WITHOUT_RIGHT');
  if (!(await holdsRight(tx, staff.staffId, 'evidence.confirm'))) throw new Refusal('FORBIDDEN');
}
