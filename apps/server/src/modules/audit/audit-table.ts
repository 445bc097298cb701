import type { Database } from '../../platform/database/database';
import { pagesOf } from '../exports/public';
import { type AuditRow, type AuditSearch, listAuditEvents } from './reads';

/** Columns of the log as a file. */
export const AUDIT_COLUMNS = [
  'id',
  'at',
  'actor',
  'role',
  'area',
  'action',
  'subject',
  'token',
  'matter',
  'reason',
  'before',
  'after',
  'requestId',
] as const satisfies readonly (keyof AuditRow)[];

/** The first reading begins with the newest; each goes on below the last. */
export const auditPages = (db: Database, search: AuditSearch) =>
  pagesOf(
    (last: AuditRow | undefined, limit) => listAuditEvents(db, search, { before: last?.id, limit }),
    async (rows) => rows.map((row) => AUDIT_COLUMNS.map((column) => cellOf(row[column]))),
  );

function cellOf(value: AuditRow[keyof AuditRow]): string | number | Date | null {
  return value === null || typeof value !== 'object' || value instanceof Date ? value : JSON.stringify(value);
}
