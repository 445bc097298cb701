import type { IdentifierCheck } from '../identifiers/check';
import { checkDocument, type DocumentProblem } from '../identifiers/document';
import { checkRegistrationNumber15, checkUnifiedSocialCreditCode } from '../identifiers/organisation';
import { toHalfWidth } from '../identifiers/typed-text';
import type { SubjectKind } from '../vocabulary';

/** Characters of the number of each kind: shorter ones are not wrong yet, only unfinished. */
export const SUBJECT_NUMBER_LENGTH: Readonly<Record<SubjectKind, number>> = { unit: 18, sole_trader: 15, person: 18 };

/**
 * Checks the number of whoever answers for a venue (Luxi notice): a unit by its social credit code, a sole trader by the
 * 15-digit registration number, a person by the identity card.
 * @param now epoch milliseconds, for the birth date in an identity number
 */
export function checkSubjectNumber(kind: SubjectKind, number: string, now: number): IdentifierCheck<DocumentProblem> {
  if (kind === 'unit') return checkUnifiedSocialCreditCode(number);
  return kind === 'sole_trader' ? checkRegistrationNumber15(number) : checkDocument('resident_id', number, now);
}

/** An address as it is compared: without spaces, signs and case, in half-width letters. */
export function addressKey(address: string): string {
  return toHalfWidth(address)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
