import { type RawBuilder, sql } from 'kysely';
import type { Area } from '../platform/http/principals';

/**
 * The condition that keeps a query inside the caller's area. It is part of the query, never a filter after it: what
 * lies outside is not there (404, not 403). Every form of it is one that an index answers: townships are compared whole,
 * not by a list of prefixes.
 */
export function withinArea(staff: Area, divisionColumn: string, venueColumn: string): RawBuilder<boolean> {
  const [division, venue] = [sql.ref(divisionColumn), sql.ref(venueColumn)];
  // With the points inside it, found once and compared as ids.
  if (staff.venueId !== null)
    return sql<boolean>`${venue} = any(array(select ${staff.venueId}::integer union all select id from venues where parent_id = ${staff.venueId}))`;
  if (staff.functional !== null) return sql<boolean>`${division} = any(${[...staff.functional.divisionCodes]}::text[])`;
  if (staff.industry !== null) {
    const { areaCode, venueClass } = staff.industry;
    return sql<boolean>`(${division} like ${`${areaCode}%`} and ${venue} in (select id from venues where class = ${venueClass}))`;
  }
  return withinDivision(staff, divisionColumn);
}

/** The same for what belongs to a division and to no venue: accounts with an area of another kind have nothing of it. */
export function withinDivision(staff: Area, divisionColumn: string): RawBuilder<boolean> {
  if (staff.areaCode === null) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(divisionColumn)} like ${`${staff.areaCode}%`}`;
}

/** Whether a division lies inside the caller's area. An account whose area is no division has none. */
export function coversDivision(staff: Pick<Area, 'areaCode'>, divisionCode: string): boolean {
  return staff.areaCode !== null && divisionCode.startsWith(staff.areaCode);
}
