import { type Clock, FUTURE_MS } from '../../platform/clock';
import { type ResidentClaims, ResidentTokens } from '../../platform/crypto/resident-tokens';
import type { Database, Queryable } from '../../platform/database/database';
import { NOTHING_SEEN } from '../../platform/database/snapshots';
import type { Resident } from '../../platform/http/principals';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import type { Notifications } from '../../platform/notifications';
import { SESSION_HOURS } from '../../platform/sessions';
import { endResidentSession, insertResidentSession, readEndedSessions, readPersonOfAccount } from './resident-session-store';

const HOUR_MS = 3_600_000;
/** A notification can be lost and a reading can fail, but an ended session lives on nowhere for longer than this. */
const REFRESH_MS = 5_000;
const LIFE_MS = SESSION_HOURS.resident * HOUR_MS;
export interface ResidentSessionsOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notifications: Notifications;
  /** Root of the signing key, 32 bytes. */
  readonly secret: Buffer;
}

/**
 * Sessions of residents. The token proves itself; held in memory are only sessions that were ended before their time
 * (docs/adr/0012), so memory does not grow with residents and a scan costs no query for its session.
 */
export class ResidentSessions {
  /** Reads what ended on other nodes. */
  readonly loop: WorkLoop;
  private readonly tokens: ResidentTokens;
  /** Session id (base64) → epoch ms at which its token runs out by itself. */
  private readonly ended = new Map<string, number>();
  /** Endings committed since have not been seen. */
  private seen = NOTHING_SEEN;

  constructor(private readonly options: ResidentSessionsOptions) {
    this.tokens = new ResidentTokens(options.secret);
    this.loop = new WorkLoop({ name: 'ended sessions', everyMs: REFRESH_MS, logger: options.logger, run: () => this.refresh() });
    options.notifications.on('session_ended', () => this.loop.wake());
  }

  /**
   * Reads what ended everywhere: before the first request, since an ended session must not come back with a restart, and
   * after the sessions of an account were ended here.
   */
  async load(): Promise<void> {
    await this.refresh();
  }

  async start(claims: Omit<ResidentClaims, 'expiresAt'>): Promise<{ token: string; maxAgeSeconds: number }> {
    const { db, clock } = this.options;
    const expiresAt = clock.now() + LIFE_MS;
    const { token, sessionId } = this.tokens.issue({ ...claims, expiresAt });
    await insertResidentSession(db, {
      sessionId,
      accountId: claims.accountId,
      createdAt: new Date(clock.now()),
      expiresAt: new Date(expiresAt),
    });
    return { token, maxAgeSeconds: LIFE_MS / 1000 };
  }

  /** @returns whose session it was; undefined when it had ended, or the token is none. */
  async end(token: string, within: Queryable = this.options.db): Promise<ResidentClaims | undefined> {
    const read = this.tokens.read(token, this.options.clock.now());
    if (read === undefined) return undefined;
    const isNew = await endResidentSession(within, read.sessionId, new Date(read.expiresAt));
    this.ended.set(read.sessionId.toString('base64'), read.expiresAt);
    return isNew ? read : undefined;
  }

  /** What a session is called in the database; undefined for a token that is none. */
  idOf(token: string): Buffer | undefined {
    return this.tokens.read(token, this.options.clock.now())?.sessionId;
  }

  /** At once for whoever is registered: this stands on the path of every scan. */
  resolve(token: string): Resident | undefined | Promise<Resident | undefined> {
    const now = this.options.clock.now();
    const read = this.tokens.read(token, now);
    if (read === undefined || read.expiresAt > now + LIFE_MS + FUTURE_MS) return undefined;
    if (this.ended.size > 0 && this.ended.has(read.sessionId.toString('base64'))) return undefined;
    const { accountId, personId } = read;
    if (personId !== null) return { kind: 'resident', accountId, personId };
    // Perhaps registered since, on another phone.
    return readPersonOfAccount(this.options.db, accountId);
  }

  private async refresh(): Promise<false> {
    const { db, clock } = this.options;
    const { seen, ended } = await readEndedSessions(db, this.seen);
    for (const { sessionId, expiresAt } of ended) this.ended.set(sessionId.toString('base64'), expiresAt.getTime());
    this.seen = seen;
    const now = clock.now();
    for (const [id, expiresAt] of this.ended) if (expiresAt <= now) this.ended.delete(id);
    return false;
  }
}
