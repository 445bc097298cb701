import { REASON_CODES } from '@tongxing/rules';
import { sql } from 'kysely';
import type { TestApp } from '../test-app';
import { CALLING_RESIDENTS } from './actors';

/**
 * What must hold, looked up in rows by queries of its own: nothing here asks the product what it thinks. Written from the
 * rules, not from the code: a colour needs evidence and a second person, a trace a confirmed case and an approver.
 */
export async function brokenInDatabase(t: TestApp): Promise<string[]> {
  const found = await Promise.all([
    coloursShown(t),
    colouredVisits(t),
    tracesWithoutApprover(t),
    tracesWithoutConfirmedCase(t),
    contactsOfNoTrace(t),
    casesSideBySide(t),
    documentsCorrectedAway(t),
    claimsOfOthers(t),
  ]);
  return found.flat();
}

/** Evidence that two accounts vouched for, as its author's row and its reviewer's say it. */
const VOUCHED = sql`select e.id, e.person_id, e.kind, e.valid_until, s.at as confirmed_at,
    (select min(w.at) from evidence_steps w where w.evidence_id = e.id and w.kind = 'withdrawn' and w.by_account <> e.author_id) as withdrawn_at
  from health_evidence e join evidence_steps s on s.evidence_id = e.id and s.kind = 'confirmed' and s.by_account <> e.author_id`;

/** Everybody who is shown another colour than green has evidence for it now. */
async function coloursShown(t: TestApp): Promise<string[]> {
  const broken = await Promise.all(
    CALLING_RESIDENTS.map(async (index) => {
      const { rows: accounts } = await sql<{
        id: number;
      }>`select id from resident_accounts where person_id = ${await t.personId(index)}`.execute(t.owner);
      // A session of its own: residents who call end their others.
      const { health } = await t.clientWith(await t.cookie('resident', accounts[0]?.id ?? 0))('GET /api/v1/me');
      if (health === null || health.colour === 'green') return [];
      const { rows } = await sql`select from (${VOUCHED}) v where person_id = ${await t.personId(index)}
        and valid_until > ${new Date(t.clock.now())} and withdrawn_at is null`.execute(t.owner);
      return rows.length > 0
        ? []
        : [`resident ${index} is ${health.colour} (${health.reason}) without evidence that a second person confirmed`];
    }),
  );
  return broken.flat();
}

/** Milliseconds that a scan may have been under way when evidence was withdrawn. */
const UNDER_WAY_MS = 2_000;

/** Everybody who was answered by a colour had evidence for it then. */
async function colouredVisits(t: TestApp): Promise<string[]> {
  const coloured = REASON_CODES.flatMap((code, place) => (code === 'HEALTH_RED' || code === 'HEALTH_YELLOW' ? [place] : []));
  const { rows } = await sql<{ personId: number; at: Date }>`select l.person_id, l.recorded_at as at from visit_log l
    where l.reasons && ${coloured}::smallint[] and not exists (
      select from (${VOUCHED}) v where v.person_id = l.person_id and v.confirmed_at <= l.recorded_at
        and (v.withdrawn_at is null or v.withdrawn_at > l.recorded_at - ${UNDER_WAY_MS} * interval '1 millisecond'))`.execute(t.owner);
  return rows.map(({ personId, at }) => `person ${personId} was answered by a colour at ${at.toISOString()} without confirmed evidence`);
}

async function tracesWithoutApprover(t: TestApp): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from traces where state in ('approved', 'completed')
    and (decided_by is null or decided_by = requested_by)`.execute(t.owner);
  return rows.map(({ id }) => `trace ${id} ran without a second person who approved it`);
}

async function tracesWithoutConfirmedCase(t: TestApp): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select x.id from traces x left join cases c on c.id = x.case_id
    where x.state in ('approved', 'completed') and not exists (
      select from (${VOUCHED}) v where v.id = c.evidence_id and v.person_id = c.person_id and v.kind = 'confirmed_case' and v.confirmed_at <= x.decided_at
        and (v.withdrawn_at is null or v.withdrawn_at > x.decided_at - ${UNDER_WAY_MS} * interval '1 millisecond'))`.execute(t.owner);
  return rows.map(({ id }) => `trace ${id} ran without a confirmed case`);
}

async function contactsOfNoTrace(t: TestApp): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct l.trace_id as id from trace_contact_log l join traces x on x.id = l.trace_id
    where x.state <> 'completed'`.execute(t.owner);
  return rows.map(({ id }) => `trace ${id} has contacts before it was approved`);
}

/** A case entered later than one that counts is a later infection; and nobody has two that wait for a second person. */
async function casesSideBySide(t: TestApp): Promise<string[]> {
  const last = sql`(select s.kind from evidence_steps s where s.evidence_id = c.evidence_id order by s.position desc limit 1)`;
  const { rows } = await sql<{ id: string; other: string }>`with standing as (
      select c.id, c.number, c.person_id, c.confirmed_at, c.created_at, ${last} as kind from cases c)
    select a.id, b.id as other from standing a join standing b on b.person_id = a.person_id and b.number > a.number
    where (a.kind = 'recorded' and b.kind = 'recorded')
      or (a.kind in ('confirmed', 'kept') and b.confirmed_at <= a.confirmed_at)`.execute(t.owner);
  return rows.map(({ id, other }) => `case ${other} was entered beside case ${id} of the same person`);
}

/** Nobody whose document had evidence that counted has another document since. */
async function documentsCorrectedAway(t: TestApp): Promise<string[]> {
  const { rows } = await sql<{
    personId: number;
  }>`select r.person_id from rights_requests r join (${VOUCHED}) v on v.person_id = r.person_id
    where r.kind = 'document' and r.state = 'granted' and v.confirmed_at < r.decided_at and v.valid_until > r.decided_at
      and (v.withdrawn_at is null or v.withdrawn_at > r.decided_at)`.execute(t.owner);
  return rows.map(({ personId }) => `the document of person ${personId} became another while evidence counted`);
}

/** Who registered under a document that a door recorded is that person, with their evidence, and takes over no name. */
async function claimsOfOthers(t: TestApp): Promise<string[]> {
  const { rows } = await sql<{
    personId: number;
  }>`select r.person_id from rights_requests r left join resident_accounts a on a.id = r.account_id
    left join persons p on p.id = r.person_id
    where r.kind = 'claim' and r.state = 'open'
      and (a.person_id is distinct from r.person_id or a.claimed_name_sealed is null or p.phone_sealed is not null)`.execute(t.owner);
  return rows.map(({ personId }) => `person ${personId} was taken over before an officer confirmed it`);
}

/** Traces whose findings may be read now; of those given. */
export async function unreadable(t: TestApp, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select x.id from traces x join cases c on c.id = x.case_id
    where x.id = any(${[...ids]}::uuid[]) and x.state = 'completed' and x.decided_by <> x.requested_by and exists (
      select from (${VOUCHED}) v where v.id = c.evidence_id and v.person_id = c.person_id and v.kind = 'confirmed_case'
        and (v.withdrawn_at is null or v.withdrawn_at > ${new Date(t.clock.now() - UNDER_WAY_MS)}))`.execute(t.owner);
  return ids.filter((id) => !rows.some((row) => row.id === id));
}
