import type { VenueClass } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import { directionCode } from '../passage/public';

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
}

/** @returns false when the id or the person has a case already. */
export async function insertCase(tx: Tx, row: NewCase): Promise<boolean> {
  const result = await sql`insert into cases (id, person_id, confirmed_at, onset_at, evidence_reference, author_id, created_at)
    values (${row.id}, ${row.personId}, ${row.confirmedAt}, ${row.onsetAt}, ${row.evidenceReference}, ${row.authorId}, ${row.createdAt}) on conflict do nothing`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

export async function findCase(db: Queryable, id: string): Promise<CaseRow | undefined> {
  const { rows } =
    await sql<CaseRow>`select ${caseColumns} from cases c join staff_accounts s on s.id = c.author_id where c.id = ${id}`.execute(db);
  return rows[0];
}

export async function listCases(db: Queryable, place: Place, limit: number): Promise<CaseRow[]> {
  const older = place === undefined ? sql`true` : sql`(c.created_at, c.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<CaseRow>`select ${caseColumns} from cases c join staff_accounts s on s.id = c.author_id
    where ${older} order by c.created_at desc, c.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export type TraceState = 'requested' | 'approved' | 'refused' | 'completed';

export interface TraceRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: number;
  readonly caseCreatedAt: Date;
  readonly personId: number;
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

const traceColumns = sql`t.id, t.case_id, c.number as case_number, c.created_at as case_created_at, c.person_id, t.legal_basis, t.basis_reference, t.purpose,
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

export async function findTrace(db: Queryable, id: string): Promise<TraceRow | undefined> {
  const { rows } = await sql<TraceRow>`select ${traceColumns} from ${traceSource} where t.id = ${id}`.execute(db);
  return rows[0];
}

export async function listTraces(
  db: Queryable,
  filter: { state: TraceState | undefined; caseId: string | undefined; place: Place; limit: number },
): Promise<TraceRow[]> {
  const { state, caseId, place, limit } = filter;
  const older = place === undefined ? sql`true` : sql`(t.requested_at, t.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<TraceRow>`select ${traceColumns} from ${traceSource}
    where ${older} and ${state === undefined ? sql`true` : sql`t.state = ${state}`} and ${caseId === undefined ? sql`true` : sql`t.case_id = ${caseId}`}
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

export async function countOpenTraces(db: Queryable, notBy: number): Promise<{ count: number; oldest: Date | null } | undefined> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`select count(*) as count, min(requested_at) as oldest from traces
    where state = 'requested' and requested_by <> ${notBy}`.execute(db);
  return rows[0];
}

export interface CaseVisit {
  readonly eventId: string;
  readonly at: Date;
  readonly nextAt: Date | null;
  /** The next scan is the exit from this venue. */
  readonly nextIsExit: boolean;
  readonly venueId: number;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly venueClass: VenueClass;
  readonly verdict: number;
  readonly evidence: number;
}

/**
 * Tracing reads two access paths of `visits` and must stay on them whatever the planner believes: today's partition
 * has no statistics, and a planner left alone once took 56 s for what takes 4 ms (architecture, Data).
 */
export async function stayOnIndexes(tx: Tx): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(tx);
  await sql`set local enable_hashjoin = off`.execute(tx);
  await sql`set local enable_mergejoin = off`.execute(tx);
  await sql`set local jit = off`.execute(tx);
}

const EXIT = directionCode.write('out');

/**
 * Where a person was in a window, oldest first, each with the person's next scan. The exit of an entry before it is
 * the end of that stay and no stop of its own.
 */
export async function readCaseVisits(db: Queryable, personId: number, from: Date, to: Date): Promise<CaseVisit[]> {
  const { rows } =
    await sql<CaseVisit>`select event_id, at, next_at, next_is_exit, venue_id, venue_name, venue_address, venue_class, verdict, evidence from (
      select x.event_id, x.at, x.venue_id, v.name as venue_name, v.address as venue_address, v.class as venue_class, x.verdict, x.evidence,
        lead(x.at) over scans as next_at,
        coalesce(lead(x.direction) over scans = ${EXIT} and lead(x.venue_id) over scans = x.venue_id, false) as next_is_exit,
        coalesce(x.direction = ${EXIT} and lag(x.direction) over scans <> ${EXIT} and lag(x.venue_id) over scans = x.venue_id, false) as is_exit
      from visits x join venues v on v.id = x.venue_id where x.person_id = ${personId} and x.at >= ${from} and x.at < ${to}
      window scans as (order by x.at)) scan
    where not is_exit order by at`.execute(db);
  return rows;
}

/** A span at a venue in which somebody else's scan may cross the case's stay. */
export interface Search {
  readonly venueId: number;
  readonly from: Date;
  readonly to: Date;
}

export interface Candidate {
  /** Place in the list of searches, from 0. */
  readonly search: number;
  readonly personId: number;
  /** Beginning of the stay: this scan, or the entry whose exit it is. */
  readonly at: Date;
  readonly nextAt: Date | null;
  readonly nextIsExit: boolean;
  readonly evidence: number;
}

/** Stays of others at the case's venues, each with the person's next scan within a day. */
export async function readCandidates(tx: Tx, personId: number, searches: readonly Search[]): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`select distinct on (s.position, x.person_id, 3) s.position - 1 as search, x.person_id,
      coalesce(entry.at, x.at) as at, x.evidence,
      case when entry.at is null then next.at else x.at end as next_at,
      case when entry.at is null then coalesce(next.direction = ${EXIT} and next.venue_id = s.venue_id, false) else true end as next_is_exit
    from unnest(${searches.map((s) => s.venueId)}::integer[], ${searches.map((s) => s.from)}::timestamptz[], ${searches.map((s) => s.to)}::timestamptz[])
      with ordinality as s (venue_id, from_at, to_at, position)
    cross join lateral (
      select person_id, at, evidence, direction from visits where venue_id = s.venue_id and at >= s.from_at and at < s.to_at offset 0) x
    left join lateral (
      select n.at, n.venue_id, n.direction from visits n
      where n.person_id = x.person_id and n.at > x.at and n.at < x.at + interval '1 day' order by n.at limit 1) next on true
    left join lateral (
      select before.at from (
        select p.at, p.venue_id, p.direction from visits p
        where p.person_id = x.person_id and p.at < x.at and p.at > x.at - interval '1 day' order by p.at desc limit 1) before
      where x.direction = ${EXIT} and before.direction <> ${EXIT} and before.venue_id = s.venue_id) entry on true
    where x.person_id <> ${personId}
    order by s.position, x.person_id, 3, x.at`.execute(tx);
  return rows;
}

export interface ContactRow {
  readonly id: string;
  readonly personId: number;
  readonly venueId: number;
  readonly at: Date;
  readonly until: Date;
  readonly caseAt: Date;
  readonly caseUntil: Date;
  readonly overlapMinutes: number;
  readonly evidence: number;
  readonly reasons: string[];
}

export async function insertContacts(tx: Tx, traceId: string, contacts: readonly ContactRow[]): Promise<void> {
  if (contacts.length === 0) return;
  const column = <T>(pick: (contact: ContactRow) => T) => contacts.map(pick);
  await sql`insert into trace_contacts (trace_id, position, id, person_id, venue_id, at, until, case_at, case_until, overlap_minutes, evidence, reasons)
    select ${traceId}, position, id, person_id, venue_id, at, until, case_at, case_until, overlap_minutes, evidence, string_to_array(reasons, ',')
    from unnest(${column((c) => c.id)}::uuid[], ${column((c) => c.personId)}::bigint[], ${column((c) => c.venueId)}::integer[], ${column((c) => c.at)}::timestamptz[],
      ${column((c) => c.until)}::timestamptz[], ${column((c) => c.caseAt)}::timestamptz[], ${column((c) => c.caseUntil)}::timestamptz[],
      ${column((c) => c.overlapMinutes)}::integer[], ${column((c) => c.evidence)}::smallint[], ${column((c) => c.reasons.join(','))}::text[])
      with ordinality as c (id, person_id, venue_id, at, until, case_at, case_until, overlap_minutes, evidence, reasons, position)`.execute(
    tx,
  );
}

export interface ListedContact extends ContactRow {
  readonly position: number;
  readonly venueName: string;
  readonly venueAddress: string;
}

export async function listContacts(db: Queryable, traceId: string, after: number, limit: number): Promise<ListedContact[]> {
  const { rows } =
    await sql<ListedContact>`select c.position, c.id, c.person_id, c.venue_id, c.at, c.until, c.case_at, c.case_until, c.overlap_minutes, c.evidence, c.reasons,
      v.name as venue_name, v.address as venue_address
    from trace_contacts c join venues v on v.id = c.venue_id where c.trace_id = ${traceId} and c.position > ${after} order by c.position limit ${limit + 1}`.execute(
      db,
    );
  return rows;
}
