import type { Clock } from '../../platform/clock';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import type { Resident } from '../../platform/http/principals';
import type { Notifications } from '../../platform/notifications';
import { findResidentSession } from './store';

interface Held {
  readonly principal: Resident;
  /** Epoch ms from which the database is asked again. */
  readonly until: number;
}

/** A session is believed this long without asking: the longest an ended one could live on a node that missed the news. */
const HELD_MS = 60_000;
/** Some 20 MB. The oldest is let go first. */
const MOST_HELD = 100_000;

/**
 * Sessions of registered residents, held in memory: a scan must not cost a query before it is even judged. An ended
 * session is forgotten here at once, on other nodes by notification.
 */
export class ResidentSessions {
  private readonly held = new Map<string, Held>();
  /** Counts endings: what was read before one of them is not held after it. */
  private endings = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    notifications: Notifications,
  ) {
    notifications.on('session_ended', (key, isReconnected) => {
      this.endings += 1;
      if (isReconnected) this.held.clear();
      else this.held.delete(key);
    });
  }

  async resolve(token: string): Promise<Resident | undefined> {
    const hash = hashToken(token);
    const key = hash.toString('base64');
    const now = this.clock.now();
    const known = this.held.get(key);
    if (known !== undefined && known.until > now) return known.principal;
    const endings = this.endings;
    const session = await findResidentSession(this.db, hash, new Date(now));
    if (session === undefined) return undefined;
    const { expiresAt, ...account } = session;
    const principal: Resident = { kind: 'resident', ...account };
    // Who has yet to register is read anew each time: registration must apply to the next request.
    if (principal.personId !== null && endings === this.endings)
      this.hold(key, { principal, until: Math.min(now + HELD_MS, expiresAt.getTime()) });
    return principal;
  }

  forget(tokenHash: Buffer): void {
    this.endings += 1;
    this.held.delete(tokenHash.toString('base64'));
  }

  private hold(key: string, held: Held): void {
    this.held.delete(key);
    this.held.set(key, held);
    if (this.held.size <= MOST_HELD) return;
    const oldest = this.held.keys().next();
    if (oldest.done !== true) this.held.delete(oldest.value);
  }
}
