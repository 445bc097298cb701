import type { DocumentType } from '../vocabulary';
import { isBirthDate } from './birth-date';
import { accept, type IdentifierCheck, type IdentifierWarning, refuse } from './check';
import { residentIdCheckDigit } from './check-digits';
import { compactNumber } from './typed-text';

/** Why a document number is refused; the same words as the field errors of the wire. */
export const DOCUMENT_PROBLEMS = ['document_format', 'document_check_digit', 'document_birth_date'] as const;
export type DocumentProblem = (typeof DOCUMENT_PROBLEMS)[number];

export type DocumentCheck = IdentifierCheck<DocumentProblem>;

type Checker = (number: string, now: number) => DocumentCheck;

/** First two digits of GB/T 2260 that were ever given to a province. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
const RESIDENCE_PERMIT_PREFIX = /^8[123]/;

function divisionWarnings(number: string): IdentifierWarning[] {
  if (RESIDENCE_PERMIT_PREFIX.test(number)) return ['residence_permit_prefix'];
  return PROVINCES.has(number.slice(0, 2)) ? [] : ['unknown_division'];
}

function hasCheckDigit(number: string): boolean {
  return residentIdCheckDigit(number.slice(0, 17)) === number.charAt(17);
}

/** Division 6 + birth date 8 + sequence 3 + check digit. The date is looked at first: its message helps more. */
function checkEighteen(number: string, now: number, warnings: readonly IdentifierWarning[]): DocumentCheck {
  if (!isBirthDate(number.slice(6, 14), now)) return refuse('document_birth_date');
  return hasCheckDigit(number) ? accept(number, ...warnings) : refuse('document_check_digit');
}

/** First digits 1–8 are the regions of GB/T 2260; 9 begins the card of foreign permanent residents. */
function checkResidentId(number: string, now: number): DocumentCheck {
  if (!/^[1-8]\d{16}[\dX]$/.test(number)) return refuse('document_format');
  return checkEighteen(number, now, divisionWarnings(number));
}

function checkResidencePermit(number: string, now: number): DocumentCheck {
  if (!/^8[123]0000\d{11}[\dX]$/.test(number)) return refuse('document_format');
  return checkEighteen(number, now, []);
}

/** Cards from 2023-12-01 have 18 digits; those of 2017 have 3 letters and 12 digits and stay valid. */
function checkForeignPermanentResident(number: string, now: number): DocumentCheck {
  if (/^[A-Z]{3}\d{12}$/.test(number)) return accept(number);
  if (!/^9\d{16}[\dX]$/.test(number)) return refuse('document_format');
  if (!hasCheckDigit(number)) return refuse('document_check_digit');
  return isBirthDate(number.slice(6, 14), now) ? accept(number) : accept(number, 'birth_date');
}

/** The last two digits count renewals; the person is the first nine characters. */
function checkHongKongMacaoPermit(number: string): DocumentCheck {
  return /^[HM]\d{8}(\d{2})?$/.test(number) ? accept(number.slice(0, 9)) : refuse('document_format');
}

function byForm(form: RegExp): Checker {
  return (number) => (form.test(number) ? accept(number) : refuse('document_format'));
}

const CHECKERS: Readonly<Record<DocumentType, Checker>> = {
  resident_id: checkResidentId,
  residence_permit: checkResidencePermit,
  foreign_permanent_resident: checkForeignPermanentResident,
  hk_mo_permit: checkHongKongMacaoPermit,
  taiwan_permit: byForm(/^\d{8}$/),
  cn_passport: byForm(/^(E(\d{8}|[A-HJ-NP-Z]\d{7})|G\d{8}|(DE|SE|PE)\d{7}|[DSP]\d{7,8})$/),
  foreign_passport: byForm(/^[A-Z0-9]{5,15}$/),
};

/**
 * Checks the number of an identity document as somebody typed it: spaces, lower case and full-width forms are
 * accepted. `canonical` is what identifies the person (for a Hong Kong or Macao permit without the renewal count).
 *
 * Sources: GB 11643-1999 for resident IDs and numbers built alike; public rules of the immigration administration for
 * the others, of which only the form is known. A region that is not on the list is a warning, never a refusal.
 * @param now epoch milliseconds; nobody is born after today in China
 */
export function checkDocument(type: DocumentType, number: string, now: number): DocumentCheck {
  return CHECKERS[type](compactNumber(number), now);
}
