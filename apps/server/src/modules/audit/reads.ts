import { type RawBuilder, sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/database';

export interface AuditRow {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
  readonly area: string | null;
  readonly action: string;
  readonly subject: string;
  readonly token: string | null;
  readonly matter: string | null;
  readonly reason: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly requestId: string;
}

/** Everything given has to fit; times are half-open. */
export interface AuditSearch {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** In hex. */
  readonly token?: string | undefined;
  readonly matter?: string | undefined;
}

function fits({ from, to, actor, action, subject, token, matter }: AuditSearch): RawBuilder<unknown> {
  const conditions = [
    from && sql`at >= ${from}`,
    to && sql`at < ${to}`,
    actor && sql`actor = ${actor}`,
    action && sql`action = ${action}`,
    subject && sql`subject = ${subject}`,
    token && sql`person = ${Buffer.from(token, 'hex')}`,
    matter && sql`matter = ${matter}`,
  ].filter((condition) => condition !== undefined && condition !== '');
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Newest first; `before` is the id of the last row seen. One more than the limit when there are more. */
export async function listAuditEvents(
  db: Database,
  search: AuditSearch,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`select id, at, actor, role, area, action, subject, encode(person, 'hex') as token, matter, reason,
      before, after, request_id
    from audit_events where ${fits(search)} and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function countAuditEvents(db: Queryable, search: AuditSearch): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from audit_events where ${fits(search)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The matter of a case by its running number; undefined when there is none. */
export async function findCaseMatter(db: Database, number: number): Promise<string | undefined> {
  const { rows } = await sql<{ matter: string }>`select 'case:' || id as matter from cases where number = ${number}`.execute(db);
  return rows[0]?.matter;
}

/** The newest event of an action. */
export async function findNewest(db: Database, action: string): Promise<Pick<AuditRow, 'at' | 'actor' | 'after'> | undefined> {
  const { rows } = await sql<Pick<AuditRow, 'at' | 'actor' | 'after'>>`select at, actor, after from audit_events where action = ${action}
    order by id desc limit 1`.execute(db);
  return rows[0];
}

/** One use of somebody's data. */
export interface UseRow {
  readonly id: number;
  readonly at: Date;
  readonly action: string;
  readonly role: string;
  /** A division code, when the actor worked for one. */
  readonly divisionCode: string | null;
  readonly venueName: string | null;
  readonly legalBasis: 'infectious_disease_law' | 'emergency_response_order' | 'epidemiological_investigation_order' | null;
}

export interface Whose {
  readonly personId: number;
  readonly token: Buffer;
  /** Events of an investigation from then on are not shown yet. */
  readonly hiddenFrom: Date;
}

/**
 * Uses of somebody's data, newest first: events that name them, and those of traces and of lists taken away that they are in. What belongs to an
 * investigation is shown when its incident is closed or its time is over, whichever comes first.
 */
export async function listUses(
  db: Database,
  { personId, token, hiddenFrom }: Whose,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<UseRow[]> {
  const older = before === undefined ? sql`true` : sql`e.id < ${before}`;
  const { rows } = await sql<UseRow>`with uses as (
      select e.*, null::uuid as trace_id from audit_events e where e.person = ${token} and ${older}
      union all
      select e.*, p.trace_id from trace_persons p join audit_events e on e.subject = 'trace:' || p.trace_id
      join traces t on t.id = p.trace_id join cases c on c.id = t.case_id
      where p.person_id = ${personId} and ${older} and (e.action in ('trace.approve', 'trace.contacts') or c.person_id = ${personId})
      union all
      select e.*, null::uuid from export_persons p join audit_events e on e.subject = 'export:' || p.export_id
      where p.person_id = ${personId} and ${older})
    select u.id, u.at, u.action, u.role, case when u.area not like 'venue:%' then u.area end as division_code, v.name as venue_name,
      t.legal_basis
    from uses u
      left join venues v on v.public_id = case when u.area like 'venue:%' then substring(u.area from 7)::uuid end
      left join traces t on t.id = u.trace_id
    where u.matter is null or u.at < ${hiddenFrom}
      or exists (select from incidents i where u.matter = 'incident:' || i.id and i.state = 'closed')
    order by u.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface CountRow {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly action: string;
  readonly count: number;
}

/** How often each of some actions was recorded, by month of the city. */
export async function countActions(db: Database, actions: readonly string[], timeZone: string): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`select to_char(at at time zone ${timeZone}, 'YYYY-MM') as month, action, count(*) as count
    from audit_events where action = any(${[...actions]}) group by 1, 2`.execute(db);
  return rows;
}
