import type { EvidenceKind } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export interface EvidenceRow {
  readonly id: string;
  readonly personId: number;
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly sampledAt: Date;
  readonly validUntil: Date;
  readonly recordedAt: Date;
}

export interface NewEvidence extends EvidenceRow {
  readonly authorId: number;
}

/** Adds evidence; it counts when somebody else has confirmed it. @returns false when the id was used before. */
export async function insertEvidence(db: Queryable, evidence: NewEvidence): Promise<boolean> {
  const result = await sql`insert into health_evidence (id, person_id, kind, source, sampled_at, valid_until, recorded_at, author_id)
    values (${evidence.id}, ${evidence.personId}, ${evidence.kind}, ${evidence.source}, ${evidence.sampledAt}, ${evidence.validUntil},
      ${evidence.recordedAt}, ${evidence.authorId})
    on conflict (id) do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Who recorded the evidence with an id, wherever it belongs. */
export async function findEvidenceAuthor(db: Queryable, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ authorId: number }>`select author_id from health_evidence where id = ${id}`.execute(db);
  return rows[0]?.authorId;
}

/** What was done with evidence after it was recorded. */
export type LaterStep = 'confirmed' | 'refused' | 'withdrawal_requested' | 'withdrawn' | 'kept';
export type StepKind = 'recorded' | 'before_second_persons' | LaterStep;

/** What each step may follow; the database knows the same. */
const AFTER: Readonly<Record<LaterStep, readonly StepKind[]>> = {
  confirmed: ['recorded'],
  refused: ['recorded'],
  withdrawal_requested: ['confirmed', 'before_second_persons', 'kept'],
  withdrawn: ['withdrawal_requested'],
  kept: ['withdrawal_requested'],
};

export interface NewStep {
  readonly id: string;
  readonly evidenceId: string;
  readonly kind: LaterStep;
  readonly by: number;
  readonly at: Date;
  readonly note: string;
}

/**
 * Takes the next step, and tells every node to read the person again when the colour may change by it.
 * @returns false when it cannot follow the last one, or somebody else's came first.
 */
export async function insertStep(db: Queryable, step: NewStep): Promise<boolean> {
  const result = await sql`insert into evidence_steps (id, evidence_id, position, kind, by_account, at, note, previous_kind, previous_by)
    select ${step.id}, evidence_id, position + 1, ${step.kind}, ${step.by}, ${step.at}, ${step.note}, kind, by_account
    from (select * from evidence_steps where evidence_id = ${step.evidenceId} order by position desc limit 1) last
    where kind = any(${[...AFTER[step.kind]]})
    on conflict do nothing`.execute(db);
  if (result.numAffectedRows !== 1n) return false;
  if (step.kind === 'confirmed' || step.kind === 'withdrawn')
    await sql`insert into fact_changes (kind, key) select 'person', person_id from health_evidence where id = ${step.evidenceId}`.execute(
      db,
    );
  return true;
}

/** Whether a step under this id was this one: a repeat finds it. */
export async function isStepTaken(db: Queryable, { id, evidenceId, kind, by }: NewStep): Promise<boolean> {
  const { rows } = await sql`select from evidence_steps
    where id = ${id} and evidence_id = ${evidenceId} and kind = ${kind} and by_account = ${by}`.execute(db);
  return rows.length > 0;
}

/** Evidence counts from its confirmation to its withdrawal. */
const counts = sql`exists (select from evidence_steps s where s.evidence_id = e.id and s.kind in ('confirmed', 'before_second_persons'))
  and not exists (select from evidence_steps s where s.evidence_id = e.id and s.kind = 'withdrawn')`;

/** Evidence that counts now: of some persons, or of everybody. This is what nodes hold, so it grows with the abnormal few. */
export async function readLiveEvidence(db: Queryable, now: number, personIds?: readonly number[]): Promise<EvidenceRow[]> {
  const whose = personIds === undefined ? sql`true` : sql`e.person_id = any(${[...personIds]})`;
  const { rows } = await sql<EvidenceRow>`select e.id, e.person_id, e.kind, e.source, e.sampled_at, e.valid_until, e.recorded_at
    from health_evidence e where e.valid_until > ${new Date(now)} and ${whose} and ${counts}`.execute(db);
  return rows;
}

/** By what a case was entered. */
export interface CaseEvidence {
  /** Null for a case that a process of the version before entered. */
  readonly evidenceId: string | null;
  readonly personId: number;
  readonly confirmedAt: Date;
  /** Number of the laboratory report. */
  readonly evidenceReference: string;
}

/**
 * Whether a second person has confirmed the evidence of a case, and it was not withdrawn; also when it no longer gives a
 * colour. Evidence of another case of the same person confirms nothing.
 */
export async function isConfirmedCase(db: Queryable, { evidenceId, personId, ...said }: CaseEvidence): Promise<boolean> {
  const its =
    evidenceId === null
      ? sql`e.person_id = ${personId} and e.sampled_at = ${said.confirmedAt} and e.source = ${said.evidenceReference}`
      : sql`e.id = ${evidenceId}`;
  const { rows } = await sql`select from health_evidence e where ${its} and e.kind = 'confirmed_case' and ${counts} limit 1`.execute(db);
  return rows.length > 0;
}

/** Where evidence stands: a second person is waited for; it counts; it is refused, withdrawn, or lapsed unconfirmed. */
export type Standing = 'open' | 'counts' | 'over';

/** Standings by id; what was swept is missing. */
export async function readStandings(db: Queryable, ids: readonly string[], now: number): Promise<ReadonlyMap<string, Standing>> {
  const { rows } = await sql<{ id: string; standing: Standing }>`select e.id,
      case when last.kind = 'recorded' and e.valid_until <= ${new Date(now)} or last.kind in ('refused', 'withdrawn') then 'over'
        when last.kind in ('recorded', 'withdrawal_requested') then 'open' else 'counts' end as standing
    from health_evidence e
    cross join lateral (select s.kind from evidence_steps s where s.evidence_id = e.id order by s.position desc limit 1) last
    where e.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, standing }) => [id, standing]));
}

export interface WithdrawnRow {
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly at: Date;
}

/** The evidence about somebody that was withdrawn last, since a time. */
export async function findWithdrawn(db: Queryable, personId: number, since: Date): Promise<WithdrawnRow | undefined> {
  const { rows } =
    await sql<WithdrawnRow>`select e.kind, e.source, s.at from health_evidence e join evidence_steps s on s.evidence_id = e.id
    where e.person_id = ${personId} and s.kind = 'withdrawn' and s.at >= ${since} order by s.at desc limit 1`.execute(db);
  return rows[0];
}
