import { bytesToSymbols, requireBytes, symbolsToText, textToSymbols } from './base32';
import { checkSymbol } from './check-symbol';

/** Random symbols: 60 bits, so that codes cannot be guessed one after the other. */
const RANDOM_SYMBOLS = 12;
const RANDOM_BYTES = 8;
const CODE_SYMBOLS = RANDOM_SYMBOLS + 1;
/** More than any way of writing a code; longer input is not looked at. */
const LONGEST_INPUT = 64;

/** Spaces and every dash a keyboard or a word processor puts between groups. */
const SEPARATORS = /[\s\u00ad\u2010-\u2015\u2212\uff0d-]/g;

/** What is wrong with a venue code, in the order in which it is looked for. */
export const VENUE_CODE_PROBLEMS = ['alphabet', 'length', 'check'] as const;
export type VenueCodeProblem = (typeof VENUE_CODE_PROBLEMS)[number];

export type ParsedVenueCode = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly problem: VenueCodeProblem };

/**
 * A venue code: 12 random symbols of Crockford base32 and a check symbol. It says nothing about the venue and stays
 * for ever.
 * @param bytes 8 bytes from a secure source; the last 4 bits are not used
 * @throws RangeError for another number of bytes
 */
export function venueCodeFrom(bytes: Uint8Array): string {
  requireBytes(bytes, RANDOM_BYTES, RANDOM_BYTES, 'venue code');
  const symbols = bytesToSymbols(bytes, RANDOM_SYMBOLS);
  return symbolsToText([...symbols, checkSymbol(symbols)]);
}

/** Reads a venue code as people type it: lower case, spaces and dashes, I and L for 1, O for 0. */
export function parseVenueCode(input: string): ParsedVenueCode {
  if (input.length > LONGEST_INPUT) return { ok: false, problem: 'length' };
  const symbols = textToSymbols(input.replace(SEPARATORS, ''));
  if (!symbols) return { ok: false, problem: 'alphabet' };
  if (symbols.length !== CODE_SYMBOLS) return { ok: false, problem: 'length' };
  if (checkSymbol(symbols.slice(0, RANDOM_SYMBOLS)) !== symbols[RANDOM_SYMBOLS]) return { ok: false, problem: 'check' };
  return { ok: true, code: symbolsToText(symbols) };
}

/** A canonical code as it is printed for typing: `XXXX-XXXX-XXXXX`. */
export function formatVenueCode(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{5})$/, '$1-$2-$3');
}
