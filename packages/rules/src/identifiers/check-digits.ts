const DIGITS = '0123456789';
const ALPHANUMERIC = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
/** GB 32100 leaves out I, O, S, V and Z. */
const SOCIAL_CREDIT_ALPHABET = `${DIGITS}ABCDEFGHJKLMNPQRTUWXY`;

/** 2^(18-i) mod 11, GB 11643. */
const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** 3^(i-1) mod 31, GB 32100. */
const SOCIAL_CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

function weightedSum(text: string, weights: readonly number[], alphabet: string): number {
  return weights.reduce((sum, weight, index) => sum + weight * alphabet.indexOf(text.charAt(index)), 0);
}

function requireForm(text: string, form: RegExp): void {
  if (!form.test(text)) throw new RangeError(`check digit of a text that is not ${form.source}`);
}

/**
 * Check digit of a resident identity number and of every number built like it (GB 11643, ISO 7064 MOD 11-2).
 * @throws RangeError unless `first17` is 17 digits.
 */
export function residentIdCheckDigit(first17: string): string {
  requireForm(first17, /^\d{17}$/);
  return '10X98765432'.charAt(weightedSum(first17, RESIDENT_WEIGHTS, DIGITS) % 11);
}

/**
 * Check character of a unified social credit code (GB 32100-2015, MOD 31). The outer modulo matters: a sum divisible
 * by 31 gives `0`, where a published implementation runs off the alphabet.
 * @throws RangeError unless `first17` is 17 characters of the code's alphabet.
 */
export function usccCheckCharacter(first17: string): string {
  requireForm(first17, /^[0-9A-HJ-NPQRTUWXY]{17}$/);
  return SOCIAL_CREDIT_ALPHABET.charAt((31 - (weightedSum(first17, SOCIAL_CREDIT_WEIGHTS, SOCIAL_CREDIT_ALPHABET) % 31)) % 31);
}

/**
 * Check character of an organisation code (GB 11714, MOD 11), which fills places 9–17 of a social credit code.
 * @throws RangeError unless `first8` is 8 digits or capitals.
 */
export function organisationCodeCheckCharacter(first8: string): string {
  requireForm(first8, /^[0-9A-Z]{8}$/);
  return '0X987654321'.charAt(weightedSum(first8, ORGANISATION_WEIGHTS, ALPHANUMERIC) % 11);
}

/**
 * Check digit of a 15-digit business registration number (GS 15-2006, ISO 7064 MOD 11,10).
 * @throws RangeError unless `first14` is 14 digits.
 */
export function registrationNumberCheckDigit(first14: string): string {
  requireForm(first14, /^\d{14}$/);
  let product = 10;
  for (const digit of first14) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return String((11 - product) % 10);
}

/**
 * Check digit of one field of a machine-readable zone (ICAO 9303: weights 7, 3, 1; `<` counts as 0).
 * @throws RangeError when the field holds anything but digits, capitals and `<`.
 */
export function mrzCheckDigit(field: string): string {
  requireForm(field, /^[0-9A-Z<]*$/);
  const weights = [...field].map((_, index) => [7, 3, 1][index % 3] ?? 0);
  return String(weightedSum(field.replace(/</g, '0'), weights, ALPHANUMERIC) % 10);
}
