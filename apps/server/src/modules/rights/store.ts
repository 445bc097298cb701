import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export type RequestKind = 'name' | 'document' | 'evidence' | 'deletion' | 'claim';
export type RequestState = 'open' | 'waiting' | 'granted' | 'partly' | 'refused' | 'withdrawn';

export interface RequestRow {
  readonly id: string;
  readonly number: number;
  readonly accountId: number;
  readonly personId: number;
  readonly areaCode: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly wantedSealed: Buffer | null;
  readonly reasonSealed: Buffer | null;
  readonly answerSealed: Buffer | null;
  readonly madeAt: Date;
  readonly dueAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: number | null;
  /** Name of who decided. */
  readonly decider: string | null;
  /** The evidence that is said to be wrong; null with the others below where there is none. */
  readonly evidenceId: string | null;
  readonly evidenceKind: string | null;
  readonly evidenceSource: string | null;
  readonly sampledAt: Date | null;
  readonly validUntil: Date | null;
  readonly recordedAt: Date | null;
  readonly isWithdrawn: boolean;
}

const selected = sql`select r.id, r.number, r.account_id, r.person_id, r.area_code, r.kind, r.state, r.wanted_sealed, r.reason_sealed,
    r.answer_sealed, r.made_at, r.due_at, r.decided_at, r.decided_by, s.display_name as decider,
    e.id as evidence_id, e.kind as evidence_kind, e.source as evidence_source, e.sampled_at, e.valid_until, e.recorded_at,
    exists (select from evidence_steps t where t.evidence_id = e.id and t.kind = 'withdrawn') as is_withdrawn
  from rights_requests r left join staff_accounts s on s.id = r.decided_by left join health_evidence e on e.id = r.evidence_id`;

export interface NewRequest {
  readonly id: string;
  readonly accountId: number;
  readonly personId: number;
  readonly areaCode: string;
  readonly kind: RequestKind;
  readonly state: 'open' | 'waiting';
  readonly evidence: string | null;
  readonly wantedSealed: Buffer | null;
  readonly reasonSealed: Buffer | null;
  readonly madeAt: Date;
  readonly dueAt: Date;
}

/** @throws a unique violation on `rights_requests_one_open` while one of the kind waits for its answer. */
export async function insertRequest(tx: Tx, request: NewRequest): Promise<boolean> {
  const { id, accountId, personId, areaCode, kind, state, evidence, wantedSealed, reasonSealed, madeAt, dueAt } = request;
  const done = await sql`insert into rights_requests
      (id, account_id, person_id, area_code, kind, state, evidence_id, wanted_sealed, reason_sealed, made_at, due_at)
    values (${id}, ${accountId}, ${personId}, ${areaCode}, ${kind}, ${state}, ${evidence}, ${wantedSealed}, ${reasonSealed}, ${madeAt}, ${dueAt})
    on conflict (id) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** A request of one's own. */
export async function findOwnRequest(db: Queryable, accountId: number, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`${selected} where r.id = ${id} and r.account_id = ${accountId}`.execute(db);
  return rows[0];
}

/** Own requests, newest first. */
export async function listOwnRequests(db: Queryable, accountId: number, place: Place | undefined, limit: number): Promise<RequestRow[]> {
  const older = place === undefined ? sql`true` : sql`(r.made_at, r.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<RequestRow>`${selected} where r.account_id = ${accountId} and ${older}
    order by r.made_at desc, r.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface RequestSearch {
  readonly kind: RequestKind | undefined;
  readonly state: RequestState | undefined;
  /** Only those whose answer was due before. */
  readonly dueBefore: Date | undefined;
}

/** Requests of the caller's area, oldest first: the first is the one that is due first. */
export async function listRequests(
  db: Queryable,
  staff: Staff,
  { kind, state, dueBefore }: RequestSearch,
  { place, limit }: { place: Place | undefined; limit: number },
): Promise<RequestRow[]> {
  const conditions = [
    withinDivision(staff, 'r.area_code'),
    ...(kind === undefined ? [] : [sql`r.kind = ${kind}`]),
    ...(state === undefined ? [] : [sql`r.state = ${state}`]),
    ...(dueBefore === undefined ? [] : [sql`r.state = 'open' and r.due_at < ${dueBefore}`]),
    ...(place === undefined ? [] : [sql`(r.made_at, r.id) > (${place.at}, ${place.id}::uuid)`]),
  ];
  const { rows } = await sql<RequestRow>`${selected} where ${sql.join(conditions, sql` and `)}
    order by r.made_at, r.id limit ${limit + 1}`.execute(db);
  return rows;
}

export async function findRequest(db: Queryable, staff: Staff, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`${selected} where r.id = ${id} and ${withinDivision(staff, 'r.area_code')}`.execute(db);
  return rows[0];
}

export interface Decision {
  readonly state: Exclude<RequestState, 'open' | 'waiting'>;
  /** Null when the platform carried it out or the person withdrew it. */
  readonly decidedBy: number | null;
  readonly answerSealed: Buffer | null;
  readonly at: Date;
}

/** @returns false when it was decided or withdrawn before. */
export async function decide(tx: Tx, id: string, { state, decidedBy, answerSealed, at }: Decision): Promise<boolean> {
  const done =
    await sql`update rights_requests set state = ${state}, decided_by = ${decidedBy}, answer_sealed = ${answerSealed}, decided_at = ${at}
    where id = ${id} and state in ('open', 'waiting')`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** What is asked for in the own words of somebody who was erased goes with them; open requests are at an end. */
export async function forgetRequests(tx: Tx, personId: number, at: Date): Promise<void> {
  await sql`update rights_requests set wanted_sealed = null, reason_sealed = null, answer_sealed = null,
      state = case when state in ('open', 'waiting') then 'withdrawn' else state end, decided_at = coalesce(decided_at, ${at})
    where person_id = ${personId}`.execute(tx);
}

export interface WaitingRow {
  readonly id: string;
  readonly personId: number;
}

/** Requests to be erased that wait, the next after one of them. */
export async function listWaiting(db: Queryable, after: string | undefined, limit: number): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`select id, person_id from rights_requests
    where state = 'waiting' and ${after === undefined ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${limit}`.execute(db);
  return rows;
}

/** Held until the end of the transaction by whoever erases: a request waits and its person is there. */
export async function lockWaiting(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`select r.id from rights_requests r join persons p on p.id = r.person_id
    where r.id = ${id} and r.state = 'waiting' for update`.execute(tx);
  return rows.length === 1;
}

export interface RequestCounts {
  readonly open: number;
  readonly oldestOpen: Date | null;
  readonly overdue: number;
  readonly oldestOverdue: Date | null;
}

export async function countRequests(db: Queryable, staff: Staff, now: Date): Promise<RequestCounts | undefined> {
  const { rows } = await sql<RequestCounts>`select count(*) as open, min(made_at) as oldest_open,
      count(*) filter (where due_at < ${now}) as overdue, min(made_at) filter (where due_at < ${now}) as oldest_overdue
    from rights_requests where state = 'open' and ${withinDivision(staff, 'area_code')}`.execute(db);
  return rows[0];
}
