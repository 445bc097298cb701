import { accept, type IdentifierCheck, refuse } from './check';
import { organisationCodeCheckCharacter, registrationNumberCheckDigit, usccCheckCharacter } from './check-digits';
import type { DocumentProblem } from './document';
import { compactNumber } from './typed-text';

/**
 * Unified social credit code of a unit (GB 32100-2015): department, category, division 6, organisation code 9, check
 * character. The organisation code has a check of its own (GB 11714) which genuine codes sometimes fail: a warning.
 */
export function checkUnifiedSocialCreditCode(code: string): IdentifierCheck<Exclude<DocumentProblem, 'document_birth_date'>> {
  const canonical = compactNumber(code);
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(canonical)) return refuse('document_format');
  if (usccCheckCharacter(canonical.slice(0, 17)) !== canonical.charAt(17)) return refuse('document_check_digit');
  const organisation = canonical.slice(8, 17);
  const isSound = organisationCodeCheckCharacter(organisation.slice(0, 8)) === organisation.charAt(8);
  return isSound ? accept(canonical) : accept(canonical, 'organisation_code');
}

/**
 * 15-digit registration number of older business licences (GS 15-2006). Many genuine ones fail the check digit, so a
 * failure warns and does not refuse.
 */
export function checkRegistrationNumber15(number: string): IdentifierCheck<'document_format'> {
  const canonical = compactNumber(number);
  if (!/^\d{15}$/.test(canonical)) return refuse('document_format');
  const isSound = registrationNumberCheckDigit(canonical.slice(0, 14)) === canonical.charAt(14);
  return isSound ? accept(canonical) : accept(canonical, 'check_digit');
}
