import type { Clock } from '../../platform/clock';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { GroupWriter } from '../../platform/database/group-writer';
import type { Principal, SessionKind, Staff } from '../../platform/http/principals';
import type { Logger } from '../../platform/logs';
import { SharedLookup } from '../../platform/shared-lookup';
import { staffPrincipal } from './staff-principal';
import { findStaffSessions, isUseDue, noteUses, readStampedStaff, type StaffSessionRow } from './staff-session-store';
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

interface LiveSession extends StaffSessionRow {
  readonly staff: Staff;
}

interface KnownStaff {
  readonly stamp: string;
  readonly staff: Staff;
}

/** Of a province's desks; then all are read again. */
const MOST_KNOWN = 20_000;

/**
 * Who is behind the cookie of a desk or a door; residents have `ResidentSessions`. The session and the stamp of its
 * account are read anew for each request, so that a changed permission or a suspension applies at once; the account
 * itself only when its stamp is another. Requests of one moment share the query, since staff key entries at the doors
 * of a whole city too.
 */
export class DeskSessions {
  private readonly staff: SharedLookup<LiveSession>;
  private readonly known = new Map<number, KnownStaff>();
  private readonly uses: GroupWriter<Buffer>;

  constructor(private readonly options: DeskSessionsOptions) {
    const { db, clock } = options;
    this.staff = new SharedLookup({ find: (hashes) => this.findLive(hashes), keyOf: (row) => row.shownHash });
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
    return { ...row.staff, isFresh: row.isFresh };
  }

  private async findLive(hashes: readonly Buffer[]): Promise<LiveSession[]> {
    const { db, clock } = this.options;
    const rows = await findStaffSessions(db, hashes, clock.now());
    if (this.known.size > MOST_KNOWN) this.known.clear();
    const unknown = new Set(rows.filter((row) => this.known.get(row.staffId)?.stamp !== row.stamp).map((row) => row.staffId));
    if (unknown.size > 0) await this.learn([...unknown]);
    return rows.flatMap((row) => {
      const staff = this.known.get(row.staffId)?.staff;
      return staff === undefined ? [] : [{ ...row, staff }];
    });
  }

  private async learn(ids: readonly number[]): Promise<void> {
    for (const row of await readStampedStaff(this.options.db, ids))
      this.known.set(row.id, { stamp: row.stamp, staff: staffPrincipal(row) });
  }
}
