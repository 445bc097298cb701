import type { IncidentResult, IncidentState } from '@tongxing/rules';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { revealPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import { addStep, findIncident, type IncidentRow, moveIncident } from './store';
import { nextStates } from './workflow';

type Context = Pick<ModuleContext, 'db' | 'clock' | 'vault' | 'announce'>;

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getIncident(context: Context, staff: Staff, id: string): Promise<IncidentRow> {
  const incident = await findIncident(context.db, staff, id);
  if (incident === undefined) throw new Refusal('NOT_FOUND');
  return incident;
}

export interface MoveCommand {
  readonly to: IncidentState;
  readonly note: string | undefined;
  readonly result: IncidentResult | undefined;
}

/** The command found its own work done: sent again after a lost answer, or twice at once. */
function hasHappened(incident: IncidentRow, { to, result }: MoveCommand): boolean {
  return incident.state === to && (result === undefined || result === incident.result);
}

/**
 * Moves an incident on. Repeating a move that has happened changes nothing and is no error.
 * @throws {Refusal} STATE_CONFLICT when the step is not possible now; INVALID_REQUEST when a closing names no result.
 */
export async function move(context: Context, staff: Staff, id: string, command: MoveCommand, requestId: string): Promise<void> {
  const incident = await getIncident(context, staff, id);
  if (hasHappened(incident, command)) return;
  if (!nextStates(incident.state).includes(command.to)) throw new Refusal('STATE_CONFLICT');
  const isClosing = command.to === 'closed';
  if (isClosing && command.result === undefined) throw refuseField('result', 'required');
  if (!isClosing && command.result !== undefined) throw refuseField('result', 'not_allowed');
  const at = new Date(context.clock.now());
  const isMoved = await context.db.transaction().execute(async (tx) => {
    if (!(await moveIncident(tx, { id, from: incident.state, to: command.to, result: command.result ?? null, at }))) return false;
    await addStep(tx, { incidentId: id, at, actorId: staff.staffId, kind: 'state', state: command.to, note: command.note ?? null });
    await recordAudit(tx, {
      ...about(context, staff, incident),
      action: `incident.${command.to}`,
      reason: command.note,
      before: { state: incident.state },
      after: { state: command.to, result: command.result },
      requestId,
    });
    return true;
  });
  if (!isMoved && !hasHappened(await getIncident(context, staff, id), command)) throw new Refusal('STATE_CONFLICT');
  context.announce('incidents');
}

/** Who did it, to which incident, and whom it concerns. */
function about({ vault }: Context, actor: Staff, { id, personId }: IncidentRow) {
  return { actor, subject: `incident:${id}`, matter: `incident:${id}`, person: personToken(vault, personId) };
}

export async function addNote(context: Context, staff: Staff, id: string, note: string, requestId: string): Promise<void> {
  const incident = await getIncident(context, staff, id);
  const at = new Date(context.clock.now());
  await context.db.transaction().execute(async (tx) => {
    await addStep(tx, { incidentId: id, at, actorId: staff.staffId, kind: 'note', state: null, note });
    await recordAudit(tx, { ...about(context, staff, incident), action: 'incident.note', requestId });
  });
  context.announce('incidents');
}

/**
 * Name and telephone in full, for those who must find the person. Only while the incident is open, with a reason,
 * and never without its audit event.
 */
export async function reveal(
  context: Context,
  staff: Staff,
  id: string,
  reason: string,
  requestId: string,
): Promise<{ name: string; phone: string }> {
  const incident = await getIncident(context, staff, id);
  if (incident.state === 'closed') throw new Refusal('STATE_CONFLICT');
  return context.db.transaction().execute(async (tx) => {
    await recordAudit(tx, { ...about(context, staff, incident), action: 'person.reveal', reason, requestId });
    const person = await revealPerson(tx, context.vault, incident.personId);
    if (person === undefined) throw new Refusal('NOT_FOUND');
    return person;
  });
}
