import { randomUUID } from 'node:crypto';
import type { IncidentResult, IncidentState } from '@tongxing/rules';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Queryable, Tx } from '../../platform/database/database';
import type { Area, Staff } from '../../platform/http/principals';
import { withinArea } from '../area';

/** Arrival within 30 minutes of the report (Yangzhou and Putuo notices). */
export const ARRIVAL_MS = 30 * 60_000;

export interface Report {
  readonly personId: number;
  readonly venueId: number;
  readonly divisionCode: string;
  readonly reasons: readonly number[];
  readonly reportedAt: Date;
}

/** An open incident, of a person at a venue: there is one at most. */
export interface OpenIncident {
  readonly id: string;
  readonly number: number;
  readonly personId: number;
  readonly venueId: number;
  readonly reportedAt: Date;
}

/** Who is where. */
export type Whereabouts = Pick<Report, 'personId' | 'venueId'>;

export async function readOpenIncidents(db: Queryable, places: readonly Whereabouts[]): Promise<OpenIncident[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<OpenIncident>`select i.*
    from unnest(${places.map(({ personId }) => personId)}::bigint[], ${places.map(({ venueId }) => venueId)}::integer[])
      as wanted (person_id, venue_id)
    cross join lateral (
      select id, number, person_id, venue_id, reported_at from incidents
      where person_id = wanted.person_id and venue_id = wanted.venue_id and state <> 'closed' offset 0) i`.execute(db);
  return rows;
}

/**
 * Opens incidents, each with its first step, by one statement. In the order of the unique key at all processes: two
 * batches with the same people wait for each other instead of deadlocking.
 * @returns those that were opened; the others were open already.
 */
export async function insertIncidents(tx: Tx, reports: readonly Report[]): Promise<OpenIncident[]> {
  const { rows } = await sql<OpenIncident>`with opened as (
      insert into incidents (id, person_id, venue_id, division_code, reasons, reported_at, due_at)
      select id, person_id, venue_id, division_code, reasons::smallint[], reported_at, reported_at + ${`${ARRIVAL_MS} milliseconds`}::interval
      from unnest(${reports.map(() => randomUUID())}::uuid[], ${reports.map(({ personId }) => personId)}::bigint[],
        ${reports.map(({ venueId }) => venueId)}::integer[], ${reports.map(({ divisionCode }) => divisionCode)}::text[],
        ${reports.map(({ reasons }) => `{${reasons.join(',')}}`)}::text[], ${reports.map(({ reportedAt }) => reportedAt)}::timestamptz[])
        as r (id, person_id, venue_id, division_code, reasons, reported_at)
      order by person_id, venue_id
      on conflict (person_id, venue_id) where state <> 'closed' do nothing
      returning id, number, person_id, venue_id, reported_at),
    steps as (
      insert into incident_steps (incident_id, at, kind, state) select id, reported_at, 'state', 'reported' from opened)
    select id, number, person_id, venue_id, reported_at from opened`.execute(tx);
  return rows;
}

export interface Step {
  readonly incidentId: string;
  readonly at: Date;
  readonly actorId: number | null;
  readonly kind: 'state' | 'note' | 'escalation';
  readonly state: IncidentState | null;
  readonly note: string | null;
}

export async function addStep(db: Queryable, step: Step): Promise<void> {
  await sql`insert into incident_steps (incident_id, at, actor_id, kind, state, note)
    values (${step.incidentId}, ${step.at}, ${step.actorId}, ${step.kind}, ${step.state}, ${step.note})`.execute(db);
}

export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly personId: number;
  readonly venueId: number;
  readonly divisionCode: string;
  readonly reasons: number[];
  readonly state: IncidentState;
  readonly reportedAt: Date;
  readonly dueAt: Date;
  readonly arrivedAt: Date | null;
  readonly closedAt: Date | null;
  readonly result: IncidentResult | null;
  readonly escalation: number;
  readonly venuePublicId: string;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly venueCheckpoint: string | null;
}

const columns = sql`i.id, i.number, i.person_id, i.venue_id, i.division_code, i.reasons, i.state, i.reported_at, i.due_at, i.arrived_at, i.closed_at, i.result, i.escalation,
  v.public_id as venue_public_id, v.name as venue_name, v.address as venue_address, v.checkpoint as venue_checkpoint`;

export async function findIncident(db: Queryable, staff: Staff, id: string): Promise<IncidentRow | undefined> {
  const { rows } = await sql<IncidentRow>`select ${columns} from incidents i join venues v on v.id = i.venue_id
    where i.id = ${id} and ${withinArea(staff, 'i.division_code', 'i.venue_id')}`.execute(db);
  return rows[0];
}

export interface IncidentFilter {
  readonly state: IncidentState | undefined;
  readonly open: boolean | undefined;
  readonly overdue: boolean | undefined;
  readonly place: { at: Date; id: string } | undefined;
  readonly limit: number;
}

/** What is looked for, apart from the page. */
export type IncidentWanted = Omit<IncidentFilter, 'place' | 'limit'>;

function fits(area: Area, { state, open, overdue }: IncidentWanted, now: Date): RawBuilder<unknown> {
  const isOverdue = sql`(i.arrived_at is null and i.state <> 'closed' and i.due_at < ${now})`;
  return sql`${withinArea(area, 'i.division_code', 'i.venue_id')}
      and ${state === undefined ? sql`true` : sql`i.state = ${state}`}
      and ${open === undefined ? sql`true` : sql`(i.state <> 'closed') = ${open}`}
      and ${overdue === undefined ? sql`true` : sql`${isOverdue} = ${overdue}`}`;
}

/** Newest first. */
export async function listIncidents(
  db: Database,
  area: Area,
  { place, limit, ...wanted }: IncidentFilter,
  now: Date,
): Promise<IncidentRow[]> {
  const older = place === undefined ? sql`true` : sql`(i.reported_at, i.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<IncidentRow>`select ${columns} from incidents i join venues v on v.id = i.venue_id
    where ${fits(area, wanted, now)} and ${older}
    order by i.reported_at desc, i.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function countListed(db: Queryable, area: Area, wanted: IncidentWanted, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from incidents i where ${fits(area, wanted, now)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface StepRow {
  readonly at: Date;
  readonly actor: string | null;
  readonly kind: Step['kind'];
  readonly state: IncidentState | null;
  readonly note: string | null;
}

export async function listSteps(db: Queryable, incidentId: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`select t.at, s.display_name as actor, t.kind, t.state, t.note
    from incident_steps t left join staff_accounts s on s.id = t.actor_id where t.incident_id = ${incidentId} order by t.id`.execute(db);
  return rows;
}

export interface Move {
  readonly id: string;
  readonly from: IncidentState;
  readonly to: IncidentState;
  readonly result: IncidentResult | null;
  readonly at: Date;
}

/** @returns false when somebody else moved it first. */
export async function moveIncident(tx: Tx, move: Move): Promise<boolean> {
  const result = await sql`update incidents set state = ${move.to},
      arrived_at = case when ${move.to} = 'on_site' then ${move.at}::timestamptz else arrived_at end,
      closed_at = case when ${move.to} = 'closed' then ${move.at}::timestamptz end,
      result = ${move.result}
    where id = ${move.id} and state = ${move.from}`.execute(tx);
  return result.numAffectedRows === 1n;
}

export interface Escalated {
  readonly id: string;
  readonly number: number;
  readonly reportedAt: Date;
  readonly divisionCode: string;
  readonly escalation: number;
  readonly venueName: string;
}

/**
 * Raises the escalation of incidents nobody has arrived at: 1 when due (district), 2 after as long again (city).
 * Nodes that sweep at once skip each other's rows.
 */
export async function escalateOverdue(tx: Tx, now: Date, most: number): Promise<Escalated[]> {
  const { rows } = await sql<Escalated>`update incidents i set escalation = i.escalation + 1
    from venues v where v.id = i.venue_id and i.id in (
      select id from incidents where arrived_at is null and state <> 'closed' and escalation < 2
        and due_at + escalation * ${`${ARRIVAL_MS} milliseconds`}::interval <= ${now}
      order by due_at limit ${most} for update skip locked)
    returning i.id, i.number, i.reported_at, i.division_code, i.escalation, v.name as venue_name`.execute(tx);
  return rows;
}

export interface IncidentCounts {
  readonly reported: number;
  readonly oldestReported: Date | null;
  /** All that are not closed, the reported ones included. */
  readonly open: number;
  readonly oldestOpen: Date | null;
  readonly overdue: number;
  readonly oldestOverdue: Date | null;
}

export async function countIncidents(db: Queryable, area: Area, now: Date): Promise<IncidentCounts | undefined> {
  const { rows } = await sql<IncidentCounts>`select
      count(*) filter (where i.state = 'reported') as reported, min(i.reported_at) filter (where i.state = 'reported') as oldest_reported,
      count(*) as open, min(i.reported_at) as oldest_open,
      count(*) filter (where i.arrived_at is null and i.due_at < ${now}) as overdue,
      min(i.due_at) filter (where i.arrived_at is null and i.due_at < ${now}) as oldest_overdue
    from incidents i where i.state <> 'closed' and ${withinArea(area, 'i.division_code', 'i.venue_id')}`.execute(db);
  return rows[0];
}
