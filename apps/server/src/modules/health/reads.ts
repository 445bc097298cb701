import type { EvidenceState } from '@tongxing/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';
import type { EvidenceRow, StepKind } from './store';

export interface StepRow {
  readonly id: string;
  readonly kind: StepKind;
  readonly byId: number;
  readonly by: string;
  readonly at: Date;
  readonly note: string | null;
}

export interface ListedEvidence extends EvidenceRow {
  /** First to last; the database writes the first one itself. */
  readonly steps: readonly [StepRow, ...StepRow[]];
}

type EvidenceFilter = Exclude<EvidenceState, 'lapsed'>;

const columns = sql`e.id, e.person_id, e.kind, e.source, e.sampled_at, e.valid_until, e.recorded_at,
  (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'byId', s.by_account, 'by', a.display_name, 'at', s.at, 'note', s.note)
     order by s.position)
   from evidence_steps s join staff_accounts a on a.id = s.by_account where s.evidence_id = e.id) as steps`;

interface RawRow extends EvidenceRow {
  readonly steps: readonly [Omit<StepRow, 'at'> & { at: string }];
}

const withTimes = ({ steps: [first, ...rest], ...row }: RawRow): ListedEvidence => {
  const read = (step: RawRow['steps'][0]): StepRow => ({ ...step, at: new Date(step.at) });
  return { ...row, steps: [read(first), ...rest.map(read)] };
};

/** Evidence of the caller's area: it belongs to the division whose account recorded it. */
export async function findEvidence(db: Queryable, staff: Staff, id: string): Promise<ListedEvidence | undefined> {
  const { rows } = await sql<RawRow>`select ${columns} from health_evidence e
    where e.id = ${id} and ${withinDivision(staff, 'e.area_code')}`.execute(db);
  return rows[0] && withTimes(rows[0]);
}

const lastStep = sql`(select s.kind from evidence_steps s where s.evidence_id = e.id order by s.position desc limit 1)`;
/** What is rare is found by its own index, and not by going through everything that was confirmed. */
const rare = (kind: StepKind) => sql`e.id in (select s.evidence_id from evidence_steps s where s.kind = ${kind})`;

function isIn(state: EvidenceFilter, now: Date): RawBuilder<unknown> {
  if (state === 'confirmed') return sql`${lastStep} in ('confirmed', 'before_second_persons', 'kept')`;
  if (state === 'to_confirm') return sql`e.valid_until > ${now} and ${lastStep} = 'recorded'`;
  return sql`${rare(state)} and ${lastStep} = ${state}`;
}

export async function listEvidence(
  db: Queryable,
  staff: Staff,
  { state, now, place, limit }: { state: EvidenceFilter | undefined; now: Date; place: Place | undefined; limit: number },
): Promise<ListedEvidence[]> {
  const older = place === undefined ? sql`true` : sql`(e.recorded_at, e.id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<RawRow>`select ${columns} from health_evidence e
    where ${withinDivision(staff, 'e.area_code')} and ${older} and ${state === undefined ? sql`true` : isIn(state, now)}
    order by e.recorded_at desc, e.id desc limit ${limit + 1}`.execute(db);
  return rows.map(withTimes);
}

export interface Waiting {
  readonly count: number;
  readonly oldest: Date | null;
}

/** What of the caller's area waits for a second person other than the caller: evidence that has not ended, and withdrawals. */
export async function countWaiting(db: Queryable, staff: Staff, now: Date): Promise<{ confirmations: Waiting; withdrawals: Waiting }> {
  const waiting = async (kind: 'recorded' | 'withdrawal_requested', more: RawBuilder<unknown>): Promise<Waiting> => {
    const { rows } = await sql<Waiting>`select count(*) as count, min(s.at) as oldest
      from health_evidence e join evidence_steps s on s.evidence_id = e.id and s.kind = ${kind}
      where ${withinDivision(staff, 'e.area_code')} and ${more} and s.by_account <> ${staff.staffId} and e.author_id <> ${staff.staffId}
        and not exists (select from evidence_steps n where n.evidence_id = e.id and n.position > s.position)`.execute(db);
    return rows[0] ?? { count: 0, oldest: null };
  };
  const [confirmations, withdrawals] = await Promise.all([
    waiting('recorded', sql`e.valid_until > ${now}`),
    waiting('withdrawal_requested', rare('withdrawal_requested')),
  ]);
  return { confirmations, withdrawals };
}
