/** Crockford's alphabet: no I, L, O or U, so that nothing printed can be read as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What people and fonts make of the letters that are left out. */
const READ_AS: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** Value of every accepted sign, lower case included. ASCII only: `toUpperCase` alone would take `ı` for I and `ſ` for S. */
const VALUES: ReadonlyMap<string, number> = new Map(
  [...'0123456789ABCDEFGHIJKLMNOPQRSTVWXYZ'].flatMap((sign) => {
    const value = ALPHABET.indexOf(READ_AS[sign] ?? sign);
    return [
      [sign, value],
      [sign.toLowerCase(), value],
    ];
  }),
);

/** Symbols as text, each 0 to 31. */
export function symbolsToText(symbols: readonly number[]): string {
  return symbols.map((symbol) => ALPHABET.charAt(symbol)).join('');
}

/** Text as symbols, `undefined` when a sign is none. */
export function textToSymbols(text: string): number[] | undefined {
  const symbols = [...text].map((sign) => VALUES.get(sign));
  return symbols.every((symbol) => symbol !== undefined) ? symbols : undefined;
}

/** The first `count` groups of five bits, most significant first. Bits beyond the last byte count as 0. */
export function bytesToSymbols(bytes: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const bit = index * 5;
    const two = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    return (two >> (11 - (bit & 7))) & 31;
  });
}

/** Whether the bytes are as many as wanted; what is too short here would be guessable on a poster. */
export function requireBytes(bytes: Uint8Array, least: number, most: number, what: string): void {
  if (bytes.length < least || bytes.length > most) throw new RangeError(`${what}: ${bytes.length} bytes given`);
}
