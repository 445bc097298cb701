import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

type Place = { at: Date; id: string } | undefined;

export interface CaseRow {
  readonly id: string;
  readonly number: number;
  readonly personId: number;
  readonly confirmedAt: Date;
  readonly onsetAt: Date;
  readonly evidenceReference: string;
  readonly createdAt: Date;
  readonly author: string;
  readonly traces: number;
}

const caseColumns = sql`c.id, c.number, c.person_id, c.confirmed_at, c.onset_at, c.evidence_reference, c.created_at, s.display_name as author,
  (select count(*) from traces t where t.case_id = c.id) as traces`;

export interface NewCase extends Pick<CaseRow, 'id' | 'personId' | 'confirmedAt' | 'onsetAt' | 'evidenceReference' | 'createdAt'> {
  readonly authorId: number;
  readonly evidenceId: string;
}

/** @returns false when the id has a case already. */
export async function insertCase(tx: Tx, row: NewCase): Promise<boolean> {
  const result = await sql`insert into cases (id, person_id, confirmed_at, onset_at, evidence_reference, author_id, created_at, evidence_id)
    values (${row.id}, ${row.personId}, ${row.confirmedAt}, ${row.onsetAt}, ${row.evidenceReference}, ${row.authorId}, ${row.createdAt},
      ${row.evidenceId}) on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export interface EarlierCase {
  readonly id: string;
  readonly confirmedAt: Date;
  readonly evidenceId: string | null;
}

/** Cases of somebody. Until the transaction ends nobody else enters one: two at once do not both come first. */
export async function holdCasesOf(tx: Tx, personId: number): Promise<EarlierCase[]> {
  await sql`select from persons where id = ${personId} for no key update`.execute(tx);
  const { rows } = await sql<EarlierCase>`select id, confirmed_at, evidence_id from cases where person_id = ${personId}`.execute(tx);
  return rows;
}

/** A case of the caller's area: it belongs to the division whose account confirmed it. */
export async function findCase(db: Queryable, staff: Staff, id: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`select ${caseColumns} from cases c join staff_accounts s on s.id = c.author_id
    where c.id = ${id} and ${withinDivision(staff, 'c.area_code')}`.execute(db);
  return rows[0];
}

/** Who entered the case with an id, wherever it belongs. */
export async function findCaseAuthor(db: Queryable, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ authorId: number }>`select author_id from cases where id = ${id}`.execute(db);
  return rows[0]?.authorId;
}

export async function listCases(db: Queryable, staff: Staff, place: Place, limit: number): Promise<CaseRow[]> {
  const older = place === undefined ? sql`true` : sql`(c.created_at, c.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<CaseRow>`select ${caseColumns} from cases c join staff_accounts s on s.id = c.author_id
    where ${withinDivision(staff, 'c.area_code')} and ${older} order by c.created_at desc, c.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export type TraceState = 'requested' | 'approved' | 'refused' | 'completed';

export interface TraceRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: number;
  readonly caseCreatedAt: Date;
  readonly personId: number;
  readonly evidenceId: string | null;
  readonly confirmedAt: Date;
  readonly evidenceReference: string;
  readonly legalBasis: 'infectious_disease_law' | 'emergency_response_order' | 'epidemiological_investigation_order';
  readonly basisReference: string;
  readonly purpose: string;
  readonly windowFrom: Date;
  readonly windowTo: Date;
  readonly lagMinutes: number;
  readonly state: TraceState;
  readonly requesterId: number;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionNote: string | null;
  readonly completedAt: Date | null;
  readonly contacts: number | null;
}

const traceColumns = sql`t.id, t.case_id, c.number as case_number, c.created_at as case_created_at, c.person_id, c.evidence_id, c.confirmed_at, c.evidence_reference, t.legal_basis, t.basis_reference, t.purpose,
  t.window_from, t.window_to, t.lag_minutes, t.state, t.requested_by as requester_id, r.display_name as requested_by, t.requested_at,
  d.display_name as decided_by, t.decided_at, t.decision_note, t.completed_at, t.contacts`;
const traceSource = sql`traces t join cases c on c.id = t.case_id join staff_accounts r on r.id = t.requested_by left join staff_accounts d on d.id = t.decided_by`;

export interface NewTrace
  extends Pick<
    TraceRow,
    'id' | 'caseId' | 'legalBasis' | 'basisReference' | 'purpose' | 'windowFrom' | 'windowTo' | 'lagMinutes' | 'requestedAt'
  > {
  readonly requestedBy: number;
}

/** @returns false when the id was used before. */
export async function insertTrace(tx: Tx, trace: NewTrace): Promise<boolean> {
  const result =
    await sql`insert into traces (id, case_id, legal_basis, basis_reference, purpose, window_from, window_to, lag_minutes, requested_by, requested_at)
    values (${trace.id}, ${trace.caseId}, ${trace.legalBasis}, ${trace.basisReference}, ${trace.purpose}, ${trace.windowFrom}, ${trace.windowTo},
      ${trace.lagMinutes}, ${trace.requestedBy}, ${trace.requestedAt}) on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** A trace of the caller's area: it belongs where its case does. */
export async function findTrace(db: Queryable, staff: Staff, id: string): Promise<TraceRow | undefined> {
  const { rows } = await sql<TraceRow>`select ${traceColumns} from ${traceSource}
    where t.id = ${id} and ${withinDivision(staff, 'c.area_code')}`.execute(db);
  return rows[0];
}

export async function listTraces(
  db: Queryable,
  staff: Staff,
  filter: { state: TraceState | undefined; caseId: string | undefined; place: Place; limit: number },
): Promise<TraceRow[]> {
  const { state, caseId, place, limit } = filter;
  const older = place === undefined ? sql`true` : sql`(t.requested_at, t.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<TraceRow>`select ${traceColumns} from ${traceSource}
    where ${withinDivision(staff, 'c.area_code')} and ${older} and ${state === undefined ? sql`true` : sql`t.state = ${state}`} and ${caseId === undefined ? sql`true` : sql`t.case_id = ${caseId}`}
    order by t.requested_at desc, t.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface TraceDecision {
  readonly id: string;
  readonly approve: boolean;
  readonly note: string;
  readonly by: number;
  readonly at: Date;
}

/** @returns false when it was decided before, or by the person who asked. */
export async function decide(tx: Tx, decision: TraceDecision): Promise<boolean> {
  const result =
    await sql`update traces set state = ${decision.approve ? 'approved' : 'refused'}, decided_by = ${decision.by}, decided_at = ${decision.at}, decision_note = ${decision.note}
    where id = ${decision.id} and state = 'requested' and requested_by <> ${decision.by}`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function complete(tx: Tx, id: string, contacts: number, at: Date): Promise<void> {
  await sql`update traces set state = 'completed', completed_at = ${at}, contacts = ${contacts} where id = ${id} and state = 'approved'`.execute(
    tx,
  );
}

/** Traces of the caller's area that wait for a second person who is not the one who asked. */
export async function countOpenTraces(db: Queryable, staff: Staff): Promise<{ count: number; oldest: Date | null } | undefined> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`select count(*) as count, min(t.requested_at) as oldest
    from traces t join cases c on c.id = t.case_id
    where t.state = 'requested' and t.requested_by <> ${staff.staffId} and ${withinDivision(staff, 'c.area_code')}`.execute(db);
  return rows[0];
}
