import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export interface HoldRow {
  /** Newest visit that is still kept. */
  readonly visitAt: Date | null;
  readonly hasIncident: boolean;
  /** Newest step of a case of the person or of a trace that found them. */
  readonly investigatedAt: Date | null;
  /** End of the evidence that counts longest. */
  readonly evidenceUntil: Date | null;
}

/** What may stand against erasing somebody. */
export async function readHolds(db: Queryable, personId: number, now: Date): Promise<HoldRow> {
  const { rows } = await sql<HoldRow>`select
      (select at from visit_log where person_id = ${personId} order by moment desc limit 1) as visit_at,
      exists (select from incidents where person_id = ${personId} and state <> 'closed')
        or exists (select from warnings where person_id = ${personId} and acknowledged_at is null) as has_incident,
      (select max(at) from (
        select greatest(c.confirmed_at, c.created_at) as at from cases c where c.person_id = ${personId}
        union all
        select coalesce(t.completed_at, t.decided_at, t.requested_at) from trace_persons p join traces t on t.id = p.trace_id
        where p.person_id = ${personId}) i) as investigated_at,
      (select max(valid_until) from health_evidence e where person_id = ${personId} and valid_until > ${now}
        and not exists (select from evidence_steps s where s.evidence_id = e.id and s.kind in ('refused', 'withdrawn'))) as evidence_until`.execute(
    db,
  );
  return rows[0] ?? { visitAt: null, hasIncident: false, investigatedAt: null, evidenceUntil: null };
}

export interface OwnEvidenceRow {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly sampledAt: Date;
  readonly validUntil: Date;
  readonly recordedAt: Date;
  readonly isWithdrawn: boolean;
}

/** Evidence that counts or counted, newest first. What no second person has confirmed says nothing about anybody. */
export async function listOwnEvidence(db: Queryable, personId: number): Promise<OwnEvidenceRow[]> {
  const { rows } = await sql<OwnEvidenceRow>`select id, kind, source, sampled_at, valid_until, recorded_at,
      exists (select from evidence_steps s where s.evidence_id = e.id and s.kind = 'withdrawn') as is_withdrawn
    from health_evidence e where person_id = ${personId}
      and exists (select from evidence_steps s where s.evidence_id = e.id and s.kind in ('confirmed', 'before_second_persons'))
    order by recorded_at desc, id desc`.execute(db);
  return rows;
}

/** Digits of a city's division code. */
const CITY_DIGITS = 4;

/**
 * The city that answers somebody's request: that of their newest visit, otherwise the one with most venues. A person has
 * no area of their own, and where they live is not asked for.
 */
export async function findCity(db: Queryable, personId: number): Promise<string> {
  const { rows } = await sql<{ code: string }>`select coalesce(
    (select left(v.division_code, ${CITY_DIGITS}) from venues v where v.id =
      (select venue_id from visit_log where person_id = ${personId} order by moment desc limit 1)),
    (select left(division_code, ${CITY_DIGITS}) from venues group by 1 order by count(*) desc, 1 limit 1),
    (select code from divisions where length(code) = ${CITY_DIGITS} order by code limit 1)) as code`.execute(db);
  const [city] = rows;
  if (city === undefined) throw new Error('there is no city among the divisions');
  return city.code;
}
