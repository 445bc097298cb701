import { sql } from 'kysely';
import { hashToken, newToken } from './crypto/sealing';
import type { Database } from './database/database';
import type { SessionKind } from './http/principals';

const HOUR_MS = 3_600_000;
/** How long a session lives, at most. A phone stays signed in for weeks; a desk for a shift; a door tablet for a month. */
export const SESSION_HOURS: Readonly<Record<SessionKind, number>> = { resident: 24 * 28, staff: 12, door: 24 * 28 };

/** Opaque sessions in the database. The token is in a cookie; the database keeps its hash. */
export class Sessions {
  constructor(
    private readonly db: Database,
    /** Told of every session that ends here; other nodes hear it on the channel `session_ended`. */
    private readonly onEnded: (tokenHash: Buffer) => void = () => undefined,
  ) {}

  async start(kind: SessionKind, subjectId: number, now: number): Promise<{ token: string; maxAgeSeconds: number }> {
    const { token, hash } = newToken();
    const lifeMs = SESSION_HOURS[kind] * HOUR_MS;
    await sql`insert into sessions (token_hash, kind, subject_id, created_at, expires_at)
      values (${hash}, ${kind}, ${subjectId}, ${new Date(now)}, ${new Date(now + lifeMs)})`.execute(this.db);
    return { token, maxAgeSeconds: lifeMs / 1000 };
  }

  async end(token: string): Promise<void> {
    const hash = hashToken(token);
    await sql`with ended as (delete from sessions where token_hash = ${hash} returning token_hash)
      select pg_notify('session_ended', encode(token_hash, 'base64')) from ended`.execute(this.db);
    this.onEnded(hash);
  }

  /** Removes what has run out; called now and then by the worker. */
  async sweep(now: number): Promise<number> {
    const result = await sql`delete from sessions where expires_at < ${new Date(now)}`.execute(this.db);
    return Number(result.numAffectedRows ?? 0);
  }
}
