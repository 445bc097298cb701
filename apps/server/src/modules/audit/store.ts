import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';

export interface AuditEntry {
  readonly actor: Staff;
  /** `noun.verb` of what was done. */
  readonly action: string;
  /** Token of what it was done to, such as `incident:<id>`. Never a name or a number. */
  readonly subject: string;
  readonly reason?: string | undefined;
  readonly requestId: string;
}

/** Appends an event, in the transaction of what it records. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await sql`insert into audit_events (actor_id, actor, role, action, subject, reason, request_id)
    values (${entry.actor.staffId}, ${entry.actor.username}, ${entry.actor.role}, ${entry.action}, ${entry.subject}, ${entry.reason ?? null}, ${entry.requestId})`.execute(
    db,
  );
}

/** Whoever works at the machine itself: known to its system, not to us. */
const OPERATOR = { actor: 'operator', role: 'command line' };

/** Appends an event of the command line. */
export async function recordOperatorAudit(db: Queryable, entry: Omit<AuditEntry, 'actor'>): Promise<void> {
  await sql`insert into audit_events (actor, role, action, subject, reason, request_id)
    values (${OPERATOR.actor}, ${OPERATOR.role}, ${entry.action}, ${entry.subject}, ${entry.reason ?? null}, ${entry.requestId})`.execute(
    db,
  );
}
