import { type RawBuilder, sql } from 'kysely';
import type { Staff } from '../platform/http/principals';

/**
 * The condition that keeps a query inside the caller's area. It is part of the query, never a filter after it: what
 * lies outside is not there (404, not 403).
 */
export function withinArea(staff: Staff, divisionColumn: string, venueColumn: string): RawBuilder<boolean> {
  if (staff.venueId !== null) return sql<boolean>`${sql.ref(venueColumn)} = ${staff.venueId}`;
  return sql<boolean>`${sql.ref(divisionColumn)} like ${`${staff.areaCode}%`}`;
}

/** The same for what belongs to a division and to no venue: an account of a single venue has nothing of it. */
export function withinDivision(staff: Staff, divisionColumn: string): RawBuilder<boolean> {
  if (staff.areaCode === null) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(divisionColumn)} like ${`${staff.areaCode}%`}`;
}

/** Whether a division lies inside the caller's area. An account of a single venue has none. */
export function coversDivision(staff: Staff, divisionCode: string): boolean {
  return staff.areaCode !== null && divisionCode.startsWith(staff.areaCode);
}
