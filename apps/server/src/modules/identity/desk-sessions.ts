import type { Clock } from '../../platform/clock';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { GroupWriter } from '../../platform/database/group-writer';
import type { Principal, SessionKind } from '../../platform/http/principals';
import type { Logger } from '../../platform/logs';
import { SharedLookup } from '../../platform/shared-lookup';
import { staffPrincipal } from './staff-principal';
import { findStaffSessions, isUseDue, noteUses, type StaffSessionRow } from './staff-session-store';
import { findDoorSession } from './store';

export interface DeskSessionsOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ShownSession {
  readonly kind: Exclude<SessionKind, 'resident'>;
  readonly token: string;
  /** Whether a person is behind the request; a page that refreshes itself keeps no session alive. */
  readonly isUse: boolean;
}

/**
 * Who is behind the cookie of a desk or a door; residents have `ResidentSessions`. Read anew for each request, so that a
 * changed permission or a suspension applies at once; requests of one moment share the query, since staff key entries
 * at the doors of a whole city too.
 */
export class DeskSessions {
  private readonly staff: SharedLookup<StaffSessionRow>;
  private readonly uses: GroupWriter<Buffer>;

  constructor(private readonly options: DeskSessionsOptions) {
    const { db, clock } = options;
    this.staff = new SharedLookup({ find: (hashes) => findStaffSessions(db, hashes, clock.now()), keyOf: (row) => row.shownHash });
    this.uses = new GroupWriter((hashes) => noteUses(db, hashes, clock.now()));
  }

  /** @returns undefined when the session is unknown or ended, or the account suspended. */
  async resolve({ kind, token, isUse }: ShownSession): Promise<Principal | undefined> {
    const { db, clock, logger } = this.options;
    const hash = hashToken(token);
    if (kind === 'door') {
      const venueId = await findDoorSession(db, hash, new Date(clock.now()));
      return venueId === undefined ? undefined : { kind, venueId };
    }
    const row = await this.staff.find(hash);
    if (row === undefined) return undefined;
    // Nobody waits for it: a use that was not noted is noted with the next request.
    if (isUse && isUseDue(row, clock.now()))
      this.uses.add(hash).catch((error: unknown) => logger.warn({ err: error }, 'the use of a session was not noted'));
    return { ...staffPrincipal(row), isFresh: row.isFresh };
  }
}
