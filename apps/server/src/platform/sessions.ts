import { sql } from 'kysely';
import { hashToken, newToken } from './crypto/sealing';
import type { Database, Queryable } from './database/database';
import type { SessionKind } from './http/principals';

const HOUR_MS = 3_600_000;
/** How long a session lives, at most. A phone stays signed in for weeks; a desk for a shift; a door tablet for a month. */
export const SESSION_HOURS: Readonly<Record<SessionKind, number>> = { resident: 24 * 28, staff: 12, door: 24 * 28 };

/**
 * Opaque sessions of desks and doors. The token is in a cookie; the database keeps its hash. Those of residents prove
 * themselves (`ResidentSessions`).
 */
export class Sessions {
  constructor(private readonly db: Database) {}

  async start(
    kind: Exclude<SessionKind, 'resident'>,
    subjectId: number,
    now: number,
    within: Queryable = this.db,
  ): Promise<{ token: string; maxAgeSeconds: number }> {
    const { token, hash } = newToken();
    const lifeMs = SESSION_HOURS[kind] * HOUR_MS;
    await sql`insert into sessions (token_hash, kind, subject_id, created_at, expires_at)
      values (${hash}, ${kind}, ${subjectId}, ${new Date(now)}, ${new Date(now + lifeMs)})`.execute(within);
    return { token, maxAgeSeconds: lifeMs / 1000 };
  }

  async end(token: string): Promise<void> {
    await sql`delete from sessions where token_hash = ${hashToken(token)}`.execute(this.db);
  }

  /** Removes what has run out; called now and then by the worker. */
  async sweep(now: number): Promise<number> {
    const result = await sql`delete from sessions where expires_at < ${new Date(now)}`.execute(this.db);
    return Number(result.numAffectedRows ?? 0);
  }
}
