import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import type { ApplicationContext } from './context';
import { issueTo } from './issuing';
import { findApplication } from './reads';
import { type ApplicationRow, lockSubmitted, writeDecision } from './store';

const STATE_AFTER = { approve: 'issued', return: 'returned', refuse: 'refused' } as const;

export interface ReviewDecision {
  readonly decision: keyof typeof STATE_AFTER;
  readonly version: number;
  readonly note?: string | undefined;
}

/** Whether an account is one of those whom the policy lets decide. The account of a venue decides nothing about itself. */
export function mayDecide({ venueId, industry }: Staff, { state, reviewers }: ApplicationRow): boolean {
  const kind = industry === null ? 'street' : 'industry';
  return venueId === null && state === 'submitted' && reviewers.includes(kind);
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getApplication({ db }: Pick<ApplicationContext, 'db'>, staff: Staff, id: string): Promise<ApplicationRow> {
  const row = await findApplication(db, staff, id);
  if (row === undefined) throw new Refusal('NOT_FOUND');
  return row;
}

/**
 * Decides about a version of an application; an approval issues the code in the same transaction. Repeating one's own
 * decision changes nothing.
 * @throws {Refusal} NOT_FOUND; STATE_CONFLICT when somebody else decided, the applicant changed or withdrew it, or the
 *   policy leaves it to others; INVALID_REQUEST without the words that the applicant reads.
 */
export async function decideApplication(
  context: ApplicationContext,
  staff: Staff,
  id: string,
  decision: ReviewDecision,
  requestId: string,
): Promise<ApplicationRow> {
  const row = await getApplication(context, staff, id);
  const state = STATE_AFTER[decision.decision];
  if (row.state === state && row.version === decision.version && row.decidedBy === staff.staffId) return row;
  if (decision.decision !== 'approve' && decision.note === undefined) throw refuseField('note', 'required');
  if (!mayDecide(staff, row)) throw new Refusal('STATE_CONFLICT');
  await context.db.transaction().execute(async (tx) => {
    if (!(await lockSubmitted(tx, id, decision.version))) throw new Refusal('STATE_CONFLICT');
    await carryOut(tx, context, { staff, row, decision, requestId });
  });
  if (state === 'issued') await context.factsChanged();
  return getApplication(context, staff, id);
}

interface Carrying {
  readonly staff: Staff;
  readonly row: ApplicationRow;
  readonly decision: ReviewDecision;
  readonly requestId: string;
}

async function carryOut(tx: Tx, context: ApplicationContext, { staff, row, decision, requestId }: Carrying): Promise<void> {
  const { vault, clock } = context;
  const state = STATE_AFTER[decision.decision];
  const { id, personId, contactPhoneSealed } = row;
  const contactPhone = contactPhoneSealed === null ? '' : vault.open('phone', contactPhoneSealed);
  const issue = { fields: row, contactPhone, personId, actor: staff, requestId };
  const venueId = state === 'issued' ? await issueTo(tx, context, issue) : null;
  await writeDecision(tx, id, {
    state,
    decidedBy: staff.staffId,
    noteSealed: decision.note === undefined ? null : vault.seal('request', decision.note),
    venueId,
    at: new Date(clock.now()),
  });
  await recordAudit(tx, {
    actor: staff,
    action: `venue_application.${decision.decision}`,
    subject: `venue_application:${id}`,
    person: personToken(vault, personId),
    before: { state: 'submitted', version: decision.version },
    after: { state },
    requestId,
  });
}
