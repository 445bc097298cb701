import type { EvidenceKind } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

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

/** Adds evidence and tells every node to read the person again. @returns false when the id was used before. */
export async function insertEvidence(db: Queryable, evidence: NewEvidence): Promise<boolean> {
  const result = await sql`insert into health_evidence (id, person_id, kind, source, sampled_at, valid_until, recorded_at, author_id)
    values (${evidence.id}, ${evidence.personId}, ${evidence.kind}, ${evidence.source}, ${evidence.sampledAt}, ${evidence.validUntil},
      ${evidence.recordedAt}, ${evidence.authorId})
    on conflict (id) do nothing`.execute(db);
  if (result.numAffectedRows !== 1n) return false;
  await sql`insert into fact_changes (kind, key) values ('person', ${evidence.personId})`.execute(db);
  return true;
}

const columns = sql`id, person_id, kind, source, sampled_at, valid_until, recorded_at`;

/** Evidence that still counts: of some persons, or of everybody. This is what nodes hold, so it grows with the abnormal few. */
export async function readLiveEvidence(db: Queryable, now: number, personIds?: readonly number[]): Promise<EvidenceRow[]> {
  const whose = personIds === undefined ? sql`true` : sql`person_id = any(${[...personIds]})`;
  const { rows } = await sql<EvidenceRow>`select ${columns} from health_evidence where valid_until > ${new Date(now)} and ${whose}`.execute(
    db,
  );
  return rows;
}

/** Evidence of the caller's area: it belongs to the division whose account recorded it. */
export async function findEvidence(db: Queryable, staff: Staff, id: string): Promise<EvidenceRow | undefined> {
  const { rows } = await sql<EvidenceRow>`select ${columns} from health_evidence
    where id = ${id} and ${withinDivision(staff, 'area_code')}`.execute(db);
  return rows[0];
}

export async function listEvidence(db: Queryable, staff: Staff, place: Place | undefined, limit: number): Promise<EvidenceRow[]> {
  const older = place === undefined ? sql`true` : sql`(recorded_at, id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<EvidenceRow>`select ${columns} from health_evidence where ${withinDivision(staff, 'area_code')} and ${older}
    order by recorded_at desc, id desc limit ${limit + 1}`.execute(db);
  return rows;
}
