import type { Queryable } from '../../platform/database/database';
import type { Forbidden } from '../../platform/http/server';
import { recordAudit } from './store';

/** Keeps who wanted what they may not. A resident wants their own things only, and leaves nothing here. */
export async function recordRefusal(db: Queryable, { principal, code, route, requestId }: Forbidden): Promise<void> {
  if (principal.kind === 'resident') return;
  await recordAudit(db, { actor: principal, action: 'request.refuse', subject: `route:${route}`, reason: code, requestId });
}
