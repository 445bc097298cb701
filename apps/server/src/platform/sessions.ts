import { sql } from 'kysely';
import { hashToken, newToken } from './crypto/sealing';
import type { Database, Queryable } from './database/database';
import type { SessionKind } from './http/principals';

const HOUR_MS = 3_600_000;
/** How long a session lives, at most. A phone stays signed in for weeks; a desk for a shift; a door tablet for a month. */
export const SESSION_HOURS: Readonly<Record<SessionKind, number>> = { resident: 24 * 28, staff: 12, door: 24 * 28 };

export interface NewSession {
  readonly kind: Exclude<SessionKind, 'resident'>;
  /** Staff account or venue, by kind. */
  readonly subjectId: number;
  /** Kind of browser and system. */
  readonly device?: string;
}

/** A token for the cookie, and how long it is good for. */
export interface StartedSession {
  readonly token: string;
  readonly maxAgeSeconds: number;
}

/**
 * Opaque sessions of desks and doors. The token is in a cookie; the database keeps its hash. Those of residents prove
 * themselves (`ResidentSessions`).
 */
export class Sessions {
  constructor(private readonly db: Database) {}

  /** Begins a session; whoever starts it has just proved who they are. */
  async start({ kind, subjectId, device = '' }: NewSession, now: number, within: Queryable = this.db): Promise<StartedSession> {
    const { token, hash } = newToken();
    const [at, lifeMs] = [new Date(now), SESSION_HOURS[kind] * HOUR_MS];
    await sql`insert into sessions (token_hash, kind, subject_id, created_at, expires_at, device, last_used_at, proved_at)
      values (${hash}, ${kind}, ${subjectId}, ${at}, ${new Date(now + lifeMs)}, ${device}, ${at}, ${at})`.execute(within);
    return { token, maxAgeSeconds: lifeMs / 1000 };
  }

  /** @returns staff account or venue whose session it was; undefined when there is none of this kind. */
  async end(kind: NewSession['kind'], token: string, within: Queryable = this.db): Promise<number | undefined> {
    const hash = hashToken(token);
    const { rows } = await sql<{ subjectId: number }>`delete from sessions
      where kind = ${kind} and (token_hash = ${hash} or previous_hash = ${hash}) returning subject_id`.execute(within);
    return rows[0]?.subjectId;
  }

  /** Removes what has run out; called now and then by the worker. */
  async sweep(now: number): Promise<number> {
    const result = await sql`delete from sessions where expires_at < ${new Date(now)}`.execute(this.db);
    return Number(result.numAffectedRows ?? 0);
  }
}
