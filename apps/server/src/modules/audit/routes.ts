import { endpoints } from '@tongxing/contract';
import { pageOf, readNumberCursor } from '../../platform/cursor';
import type { ModuleContext } from '../module';
import { listAuditEvents } from './reads';
import { recordAudit } from './store';

export function bindAuditRoutes({ router, db }: ModuleContext): void {
  router.bind(endpoints.listAuditEvents, async ({ query, principal, requestId }) => {
    await recordAudit(db, { actor: principal, action: 'audit.read', subject: `audit:${query.action ?? 'all'}`, requestId });
    const rows = await listAuditEvents(db, {
      action: query.action,
      before: readNumberCursor(query.cursor),
      limit: query.limit,
    });
    return pageOf(
      rows,
      query.limit,
      (row) => ({ at: row.at, id: String(row.id) }),
      (row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }),
    );
  });
}
