import { sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/database';
import { committedSince, ownSnapshot, type SeenSnapshot } from '../../platform/database/snapshots';
import type { Resident } from '../../platform/http/principals';

export interface ResidentSessionRow {
  readonly sessionId: Buffer;
  readonly accountId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertResidentSession(db: Queryable, row: ResidentSessionRow): Promise<void> {
  await sql`insert into sessions (token_hash, kind, subject_id, created_at, expires_at)
    values (${row.sessionId}, 'resident', ${row.accountId}, ${row.createdAt}, ${row.expiresAt})`.execute(db);
}

/**
 * Ends a session everywhere: other nodes hear it on the channel `session_ended`.
 * @returns false when it had been ended before.
 */
export async function endResidentSession(db: Queryable, sessionId: Buffer, expiresAt: Date): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`with gone as (delete from sessions where token_hash = ${sessionId}),
      ended as (
        insert into ended_sessions (session_id, expires_at) values (${sessionId}, ${expiresAt}) on conflict do nothing returning 1)
    select exists (select from ended) as is_new, pg_notify('session_ended', '')`.execute(db);
  return rows[0]?.isNew ?? false;
}

export interface EndedSession {
  readonly sessionId: Buffer;
  readonly expiresAt: Date;
}

/** Sessions ended by what was committed since a snapshot, each once, and the snapshot to go on from. */
export async function readEndedSessions(db: Database, since: SeenSnapshot): Promise<{ seen: SeenSnapshot; ended: EndedSession[] }> {
  const { rows } = await sql<EndedSession & { seen: SeenSnapshot }>`select e.session_id, e.expires_at, ${ownSnapshot} as seen
    from (select 1) one left join ended_sessions e on ${committedSince(since)}`.execute(db);
  return { seen: rows[0]?.seen ?? since, ended: rows.filter((row) => row.sessionId !== null) };
}

export async function sweepEndedSessions(db: Queryable, now: number): Promise<void> {
  await sql`delete from ended_sessions where expires_at < ${new Date(now)}`.execute(db);
}

export async function readPersonOfAccount(db: Queryable, accountId: number): Promise<Resident | undefined> {
  const { rows } = await sql<{ personId: number | null }>`select person_id from resident_accounts where id = ${accountId}`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { kind: 'resident', accountId, personId: row.personId };
}
