import { bytesToSymbols, requireBytes, symbolsToText, textToSymbols } from './base32';
import { checkSymbol } from './check-symbol';

/** Random symbols: 55 bits, and half an hour to guess them in. */
const RANDOM_SYMBOLS = 11;
const RANDOM_BYTES = 7;
const LONGEST_INPUT = 40;
const SEPARATORS = /[\s\u00ad\u2010-\u2015\u2212\uff0d-]/g;

/**
 * A code by which a device is claimed once: 11 random symbols of Crockford base32 and a check symbol.
 * @param bytes 7 bytes from a secure source; the last bit is not used
 * @throws RangeError for another number of bytes
 */
export function enrolmentCodeFrom(bytes: Uint8Array): string {
  requireBytes(bytes, RANDOM_BYTES, RANDOM_BYTES, 'enrolment code');
  const symbols = bytesToSymbols(bytes, RANDOM_SYMBOLS);
  return symbolsToText([...symbols, checkSymbol(symbols)]);
}

/** Reads an enrolment code as people type it; undefined for one that was never issued or is mistyped. */
export function parseEnrolmentCode(input: string): string | undefined {
  if (input.length > LONGEST_INPUT) return undefined;
  const symbols = textToSymbols(input.replace(SEPARATORS, ''));
  if (symbols === undefined || symbols.length !== RANDOM_SYMBOLS + 1) return undefined;
  return checkSymbol(symbols.slice(0, RANDOM_SYMBOLS)) === symbols[RANDOM_SYMBOLS] ? symbolsToText(symbols) : undefined;
}

/** A canonical code as it is shown for typing: `XXXX-XXXX-XXXX`. */
export function formatEnrolmentCode(code: string): string {
  return code.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3');
}
