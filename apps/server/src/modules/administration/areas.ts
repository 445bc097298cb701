import type { StaffArea } from '@tongxing/contract';
import type { Queryable } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { refuseField } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { coversDivision } from '../area';
import type { Divisions } from '../regions/public';
import type { AccountRow, AreaColumns } from './accounts-store';
import { findFunctionalArea, findVenuePlace } from './areas-store';

const NONE: AreaColumns = { areaCode: null, venueId: null, functionalAreaId: null, industry: null, industryCode: null };

/** A division of the list that lies inside the caller's area. @throws {Refusal} naming the field otherwise. */
export function requireOwnDivision(divisions: Divisions, staff: Staff, code: string, field: string): void {
  if (!divisions.has(code) || !coversDivision(staff, code)) throw refuseField(field, 'division_unknown');
}

export interface PlacedArea {
  readonly columns: AreaColumns;
  /** Division it lies in. */
  readonly withinCode: string;
}

/**
 * The area of an account in the columns it is kept in.
 * @throws {Refusal} naming the field of what does not lie inside the caller's own.
 */
export async function areaColumns(db: Queryable, divisions: Divisions, staff: Staff, area: StaffArea): Promise<PlacedArea> {
  switch (area.kind) {
    case 'division':
      requireOwnDivision(divisions, staff, area.divisionCode, 'area.divisionCode');
      return { columns: { ...NONE, areaCode: area.divisionCode }, withinCode: area.divisionCode };
    case 'industry':
      requireOwnDivision(divisions, staff, area.divisionCode, 'area.divisionCode');
      return { columns: { ...NONE, industry: area.venueClass, industryCode: area.divisionCode }, withinCode: area.divisionCode };
    case 'venue': {
      const venue = await findVenuePlace(db, staff, area.venueId);
      if (venue === undefined) throw refuseField('area.venueId', 'not_allowed');
      return { columns: { ...NONE, venueId: venue.id }, withinCode: venue.divisionCode };
    }
    case 'functional': {
      const found = await findFunctionalArea(db, staff, area.functionalAreaId);
      if (found === undefined) throw refuseField('area.functionalAreaId', 'not_allowed');
      return { columns: { ...NONE, functionalAreaId: found.id }, withinCode: found.areaCode };
    }
  }
}

/** Whether two areas are the same. */
export function isSameArea(one: AreaColumns, other: AreaColumns): boolean {
  return (Object.keys(NONE) as (keyof AreaColumns)[]).every((column) => one[column] === other[column]);
}

/** The area of an account as clients send it. */
export function areaOf(row: AccountRow): StaffArea {
  if (row.venuePublicId !== null) return { kind: 'venue', venueId: row.venuePublicId };
  if (row.functionalPublicId !== null) return { kind: 'functional', functionalAreaId: row.functionalPublicId };
  if (row.industry !== null) return { kind: 'industry', divisionCode: row.industryCode ?? '', venueClass: row.industry };
  return { kind: 'division', divisionCode: row.areaCode ?? '' };
}

/** Name of an account's area in a language; of an industry the division, since clients have words for classes. */
export function areaName(row: AccountRow, divisions: Divisions, language: Language): string {
  if (row.venueName !== null) return row.venueName;
  const functional = language === 'en' ? row.functionalNameEn : row.functionalNameZh;
  return functional ?? divisions.named(row.areaCode ?? row.industryCode ?? '', language).path;
}
