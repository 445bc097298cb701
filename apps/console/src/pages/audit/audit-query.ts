import type { AuditFilter } from '@tongxing/contract';
import dayjs from 'dayjs';
import { wallToInstant } from '../../parts/time';

/** Filters as they stand in the address; days of the city, the last one included. */
export const AUDIT_FILTERS = ['action', 'actor', 'subject', 'matter', 'token', 'since', 'until'] as const;
export type AuditFilters = Readonly<Partial<Record<(typeof AUDIT_FILTERS)[number], string>>>;

/** What the API is asked for. */
export function auditQuery({ since, until, ...rest }: AuditFilters, timeZone: string): AuditFilter {
  return {
    ...rest,
    ...(since === undefined ? {} : { from: wallToInstant(dayjs(since), timeZone) }),
    ...(until === undefined ? {} : { to: wallToInstant(dayjs(until).add(1, 'day'), timeZone) }),
  };
}

/** What changed, field by field: `state: active → suspended`. */
export function changesOf(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): readonly string[] {
  const shown = (value: unknown) =>
    value === undefined || value === null ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const isTold = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => isTold(before?.[field]) || isTold(after?.[field]),
  );
  return fields.map((field) =>
    before !== null && field in before
      ? `${field}: ${shown(before[field])} → ${shown(after?.[field])}`
      : `${field}: ${shown(after?.[field])}`,
  );
}
