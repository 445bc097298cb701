import type { DocumentType } from './vocabulary';

/** Version of the privacy notice that people are asked about now. */
export const NOTICE_VERSION = 2;

/** Below this age a guardian agrees (PIPL Art. 31). */
export const GUARDIAN_AGE = 14;

/** Documents whose number holds the date of birth: digits 7 to 14. */
const WITH_BIRTH_DATE: ReadonlySet<DocumentType> = new Set(['resident_id', 'residence_permit', 'foreign_permanent_resident']);

/**
 * Whether a guardian has to agree, by the date of birth in the document's number. A number without one says nothing:
 * nobody is asked for more than the law asks for.
 * @param canonicalNumber in canonical form
 * @param day `YYYY-MM-DD`, today in the city
 */
export function needsGuardian(type: DocumentType, canonicalNumber: string, day: string): boolean {
  if (!WITH_BIRTH_DATE.has(type) || canonicalNumber.length !== 18) return false;
  const today = Number(day.replaceAll('-', ''));
  // Years count from birthday to birthday, and dates written as numbers keep their order.
  return today - Number(canonicalNumber.slice(6, 14)) < GUARDIAN_AGE * 10_000;
}
