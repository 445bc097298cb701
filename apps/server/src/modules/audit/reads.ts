import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';

export interface AuditRow {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly requestId: string;
}

/** Newest first; `before` is the id of the last row seen. */
export async function listAuditEvents(
  db: Database,
  filter: { action: string | undefined; before: number | undefined; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`select id, at, actor, role, action, subject, reason, request_id from audit_events
    where (${filter.action ?? null}::text is null or action = ${filter.action ?? null})
      and (${filter.before ?? null}::bigint is null or id < ${filter.before ?? null})
    order by id desc limit ${filter.limit + 1}`.execute(db);
  return rows;
}
