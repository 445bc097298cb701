import { sql } from 'kysely';
import { CLOCKS_APART_MS, FUTURE_MS } from '../../platform/clock';
import type { Queryable, Tx } from '../../platform/database/database';
import { type StaffRow, staffColumns } from './store';

const MINUTE_MS = 60_000;
/** A desk that nobody works at: its session ends (docs/adr/0018). */
export const IDLE_MS = 30 * MINUTE_MS;
/** How long a proof counts as fresh. */
const FRESH_MS = 10 * MINUTE_MS;
/** A use is written at most this often, whoever works how fast. */
const USE_EVERY_MS = MINUTE_MS;
/** Requests under way when a token was replaced are answered; they prove nothing any more. */
const OVERLAP_MS = 30_000;
/** A session that began in the future is of a clock that was set back since: none of its times holds. */
const hasBegun = (session: string, now: number) => sql`${sql.ref(`${session}.created_at`)} <= ${new Date(now + FUTURE_MS)}`;

export interface StaffSessionRow {
  /** Of the token that was shown: the session's own, or the one before it. */
  readonly shownHash: Buffer;
  readonly staffId: number;
  /** State of the account and of its role: who was read with the same stamp is as they were then. */
  readonly stamp: string;
  readonly lastUsedAt: Date;
  /** Whether its holder proved who they are within the last minutes. */
  readonly isFresh: boolean;
}

/** The transaction that wrote a row last is its state; functional areas are another table's, and never remembered. */
const stamp = sql`s.xmin || '.' || r.xmin || case when s.functional_area_id is null then '' else '.' || clock_timestamp() end as stamp`;

/** Sessions of staff by the hashes of shown tokens; what has ended is missing. */
export async function findStaffSessions(db: Queryable, tokenHashes: readonly Buffer[], now: number): Promise<StaffSessionRow[]> {
  const { rows } = await sql<StaffSessionRow>`select shown.hash as shown_hash, s.id as staff_id, ${stamp}, x.last_used_at,
      coalesce(x.token_hash = shown.hash and x.proved_at > ${new Date(now - FRESH_MS)}
        and x.proved_at <= ${new Date(now + CLOCKS_APART_MS)}, false) as is_fresh
    from unnest(${[...tokenHashes]}::bytea[]) as shown (hash)
    cross join lateral (
      select * from sessions where token_hash = shown.hash
      union all
      select * from sessions where previous_hash = shown.hash and replaced_at > ${new Date(now - OVERLAP_MS)}) x
    join staff_accounts s on s.id = x.subject_id join roles r on r.id = s.role_id
    where x.kind = 'staff' and ${hasBegun('x', now)} and x.expires_at > ${new Date(now)} and x.last_used_at > ${new Date(now - IDLE_MS)}
      and s.suspended_at is null`.execute(db);
  return rows;
}

/** Accounts with the stamp that they have now. */
export async function readStampedStaff(db: Queryable, ids: readonly number[]): Promise<(StaffRow & { readonly stamp: string })[]> {
  const { rows } = await sql<StaffRow & { readonly stamp: string }>`select ${staffColumns}, ${stamp}
    from staff_accounts s join roles r on r.id = s.role_id where s.id = any(${[...ids]}::bigint[])`.execute(db);
  return rows;
}

/** Whether a use is worth writing. */
export const isUseDue = ({ lastUsedAt }: StaffSessionRow, now: number) =>
  lastUsedAt.getTime() <= now - USE_EVERY_MS || lastUsedAt.getTime() > now + CLOCKS_APART_MS;

/** Notes that people work in sessions. Of several requests at once one writes. */
export async function noteUses(db: Queryable, tokenHashes: readonly Buffer[], now: number): Promise<void> {
  // In one order everywhere, so that two processes that note the same sessions wait for each other instead of deadlocking.
  await sql`with due as (
      select public_id from sessions
      where (token_hash = any(${[...tokenHashes]}::bytea[]) or previous_hash = any(${[...tokenHashes]}::bytea[]))
        and (last_used_at <= ${new Date(now - USE_EVERY_MS)} or last_used_at > ${new Date(now + CLOCKS_APART_MS)})
      order by public_id for update)
    update sessions x set last_used_at = ${new Date(now)} from due where x.public_id = due.public_id`.execute(db);
}

/**
 * Which sessions of desks and doors still hold, by the hash of their token: not ended, not run out, not left alone, not
 * replaced, the account not suspended.
 */
export async function readLiveSessions(db: Queryable, tokenHashes: readonly Buffer[], now: number): Promise<Buffer[]> {
  const { rows } = await sql<{ tokenHash: Buffer }>`select asked.token_hash
    from unnest(${[...tokenHashes]}::bytea[]) as asked (token_hash)
    join sessions x on x.token_hash = asked.token_hash
      or (x.previous_hash = asked.token_hash and x.replaced_at > ${new Date(now - OVERLAP_MS)})
    left join staff_accounts s on x.kind = 'staff' and s.id = x.subject_id
    where ${hasBegun('x', now)} and x.expires_at > ${new Date(now)} and (x.kind <> 'staff' or x.last_used_at > ${new Date(now - IDLE_MS)})
      and s.suspended_at is null`.execute(db);
  return rows.map(({ tokenHash }) => tokenHash);
}

/**
 * Gives a session another token, whose holder has just proved who they are. The one before is good for a moment more.
 * @returns the instant at which the session ends, or undefined when it has ended or was replaced already.
 */
export async function replaceToken(tx: Tx, tokenHash: Buffer, next: Buffer, now: number): Promise<Date | undefined> {
  const at = new Date(now);
  const { rows } = await sql<{ expiresAt: Date }>`update sessions
    set token_hash = ${next}, previous_hash = token_hash, replaced_at = ${at}, proved_at = ${at}, last_used_at = ${at}
    where token_hash = ${tokenHash} and kind = 'staff' and ${hasBegun('sessions', now)} and expires_at > ${at} returning expires_at`.execute(
    tx,
  );
  return rows[0]?.expiresAt;
}

export interface OwnSession {
  readonly id: string;
  readonly device: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly isCurrent: boolean;
}

/** Sessions of an account that hold, newest first. */
export async function listStaffSessions(
  db: Queryable,
  { staffId, tokenHash, now, limit }: { staffId: number; tokenHash: Buffer; now: number; limit: number },
  after: { readonly at: Date; readonly id: string } | undefined,
): Promise<OwnSession[]> {
  const beyond = after === undefined ? sql`true` : sql`(created_at, public_id) < (${after.at}, ${after.id}::uuid)`;
  const { rows } = await sql<OwnSession>`select public_id as id, device, created_at as started_at, last_used_at,
      (token_hash = ${tokenHash} or previous_hash is not distinct from ${tokenHash}) as is_current
    from sessions where kind = 'staff' and subject_id = ${staffId} and ${hasBegun('sessions', now)} and expires_at > ${new Date(now)}
      and last_used_at > ${new Date(now - IDLE_MS)} and ${beyond}
    order by created_at desc, public_id desc limit ${limit}`.execute(db);
  return rows;
}

/** Ends one session of an account. @returns false when there is none. */
export async function endStaffSession(tx: Tx, staffId: number, id: string): Promise<boolean> {
  const result = await sql`delete from sessions where public_id = ${id} and kind = 'staff' and subject_id = ${staffId}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/**
 * Ends the sessions of an account, all or all but the one with a token.
 * @returns how many.
 */
export async function endStaffSessions(tx: Tx, staffId: number, but?: Buffer): Promise<number> {
  const others = but === undefined ? sql`true` : sql`token_hash <> ${but} and previous_hash is distinct from ${but}`;
  const result = await sql`delete from sessions where kind = 'staff' and subject_id = ${staffId} and ${others}`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
