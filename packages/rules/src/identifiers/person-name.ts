import { accept, type IdentifierCheck, refuse } from './check';
import { toHalfWidth } from './typed-text';

/** Why a name is refused; the same words as the field errors of the wire. */
export const PERSON_NAME_PROBLEMS = ['too_short', 'too_long', 'name_characters'] as const;
export type PersonNameProblem = (typeof PERSON_NAME_PROBLEMS)[number];

/** Characters, not UTF-16 units: 𠮷 counts once. */
const SHORTEST = 2;
const LONGEST = 50;

/** Every sign that keyboards and forms offer for the dot of a transliterated name; U+00B7 is the one kept. */
const MIDDLE_DOTS = /[\u2022\u2027\u2219\u22c5\u30fb\uff65]/g;

/** Any unified ideograph, extensions included, and 〇; a middle dot only between two parts. */
const CHINESE = /^[\p{Unified_Ideograph}\u3007]+(?:\u00b7[\p{Unified_Ideograph}\u3007]+)*$/u;

const LATIN_PART = '(?:(?=\\p{L})\\p{Script=Latin}\\p{M}*)+';
/** Words of Latin letters joined by one space, hyphen or apostrophe; initials end in a dot. */
const LATIN = new RegExp(`^${LATIN_PART}(?:(?:\\. ?|\\.-|[ '-])${LATIN_PART})*\\.?$`, 'u');

/**
 * Checks the name on an identity document: Chinese, rare characters and the middle dot included, or Latin letters with
 * space, hyphen, apostrophe and dot. Nothing else, so that neither a formula nor a direction mark gets into a list.
 */
export function checkPersonName(name: string): IdentifierCheck<PersonNameProblem> {
  const canonical = toHalfWidth(name.normalize('NFC').replace(MIDDLE_DOTS, '\u00b7'))
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/ {2,}/g, ' ')
    .trim();
  const length = [...canonical].length;
  if (length < SHORTEST) return refuse('too_short');
  if (length > LONGEST) return refuse('too_long');
  return CHINESE.test(canonical) || LATIN.test(canonical) ? accept(canonical) : refuse('name_characters');
}
