import type { Permission } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';
import { type AccountRow, accountColumns, accountSource } from './accounts-store';

export interface UseRow {
  readonly permission: Permission;
  /** `YYYY-MM-DD`. */
  readonly lastUsedOn: string | null;
}

/** When an account used each permission that it holds. */
export async function readUses(db: Queryable, staffId: number, permissions: readonly Permission[]): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`select p as permission, to_char(u.day, 'YYYY-MM-DD') as last_used_on
    from unnest(${[...permissions]}::text[]) with ordinality as held (p, place)
    left join permission_uses u on u.staff_id = ${staffId} and u.permission = p order by place`.execute(db);
  return rows;
}

export interface UsedPermission {
  readonly staffId: number;
  readonly permission: Permission;
}

export async function writeUses(db: Queryable, uses: readonly UsedPermission[], day: string): Promise<void> {
  await sql`insert into permission_uses (staff_id, permission, day)
    select id, permission, ${day}::date
    from unnest(${uses.map(({ staffId }) => staffId)}::bigint[], ${uses.map(({ permission }) => permission)}::text[]) as u (id, permission)
    on conflict (staff_id, permission) do update set day = greatest(permission_uses.day, excluded.day)`.execute(db);
}

export interface FindingRow extends AccountRow {
  readonly unused: UseRow[] | null;
  readonly neverSignedIn: boolean;
}

/** From when on something counts as unused, or as never taken up. */
export interface FindingLimits {
  readonly unusedSince: Date;
  readonly invitedBefore: Date;
}

/** Accounts inside the caller's area with something to review, newest first. */
export async function listFindings(
  db: Queryable,
  staff: Staff,
  { unusedSince, invitedBefore }: FindingLimits,
  place: Place | undefined,
  limit: number,
): Promise<FindingRow[]> {
  const older = place === undefined ? sql`true` : sql`(s.created_at, s.public_id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<FindingRow>`select ${accountColumns}, found.unused,
      (s.last_signed_in_at is null and s.created_at < ${invitedBefore}) as never_signed_in
    from ${accountSource} left join lateral (
      select json_agg(json_build_object('permission', held.p, 'lastUsedOn', u.day) order by held.p) as unused
      from unnest(r.permissions) as held (p) left join permission_uses u on u.staff_id = s.id and u.permission = held.p
      where s.role_since < ${unusedSince} and (u.day is null or u.day < ${unusedSince}::date)
        and not exists (select from access_reviews a
          where a.staff_id = s.id and held.p = any (a.permissions) and a.reviewed_at > ${unusedSince})
    ) found on true
    where ${withinDivision(staff, 's.within_code')} and ${older} and s.suspended_at is null
      and (found.unused is not null or (s.last_signed_in_at is null and s.created_at < ${invitedBefore}))
    order by s.created_at desc, s.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface ReviewRow {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
  readonly permissions: Permission[];
}

const MOST_REVIEWS = 20;

/** The newest reviews of an account. */
export async function readReviews(db: Queryable, staffId: number): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`select a.reviewed_at as at, s.display_name as by, a.reason, a.permissions
    from access_reviews a join staff_accounts s on s.id = a.reviewer_id where a.staff_id = ${staffId}
    order by a.reviewed_at desc, a.id desc limit ${MOST_REVIEWS}`.execute(db);
  return rows;
}

export interface NewReview {
  readonly id: string;
  readonly staffId: number;
  readonly permissions: readonly Permission[];
  readonly reason: string;
  readonly reviewerId: number;
}

/** @returns when it was recorded and whether just now; undefined when the id belongs to another review. */
export async function insertReview(tx: Tx, review: NewReview, now: Date): Promise<{ at: Date; isNew: boolean } | undefined> {
  const result = await sql`insert into access_reviews (id, staff_id, permissions, reason, reviewer_id, reviewed_at)
    values (${review.id}, ${review.staffId}, ${[...review.permissions]}, ${review.reason}, ${review.reviewerId}, ${now})
    on conflict (id) do nothing`.execute(tx);
  const { rows } = await sql<{ at: Date }>`select reviewed_at as at from access_reviews
    where id = ${review.id} and staff_id = ${review.staffId} and reviewer_id = ${review.reviewerId}`.execute(tx);
  const at = rows[0]?.at;
  return at === undefined ? undefined : { at, isNew: result.numAffectedRows === 1n };
}
