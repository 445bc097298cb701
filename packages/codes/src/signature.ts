import { bytesToSymbols, requireBytes, symbolsToText, textToSymbols } from './base32';

/** 50 bits: enough against guessing at a rate-limited server, short enough for a small sticker. */
const SIGNATURE_SYMBOLS = 10;
const LEAST_MAC_BYTES = 16;

/** A message authentication code bound to its key, for instance HMAC-SHA-256; at least 16 bytes long. */
export type Mac = (message: Uint8Array) => Uint8Array;

/** What is put before the code, so that the key signs nothing that could mean something else. */
const DOMAIN = 'tongxing venue code 1:';

/**
 * First 50 bits of a message authentication code as 10 symbols of base32.
 * @throws RangeError when it has fewer than 16 bytes or more than 64
 */
export function signatureText(mac: Uint8Array): string {
  requireBytes(mac, LEAST_MAC_BYTES, 64, 'signature');
  return symbolsToText(bytesToSymbols(mac, SIGNATURE_SYMBOLS));
}

/**
 * Signature of a canonical venue code, printed on its poster so that staff can tell a sticker of ours from one put
 * over it. Whoever verifies compares with the same function, in constant time.
 */
export function venueSignature(code: string, mac: Mac): string {
  return signatureText(mac(new TextEncoder().encode(DOMAIN + code)));
}

/** A signature in canonical form, `undefined` when the text cannot be one. */
export function parseSignature(text: string): string | undefined {
  const symbols = textToSymbols(text);
  return symbols?.length === SIGNATURE_SYMBOLS ? symbolsToText(symbols) : undefined;
}
