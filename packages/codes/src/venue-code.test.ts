import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSymbol } from './check-symbol';
import { parseVenueCode, venueCodeFrom } from './venue-code';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const EIGHT_BYTES = fc.uint8Array({ minLength: 8, maxLength: 8 });

/** 200 codes that look random and are the same in every run. */
const CODES = Array.from({ length: 200 }, (_, index) =>
  venueCodeFrom(Uint8Array.from({ length: 8 }, (__, byte) => ((index + 1) * 2_654_435_761 * (byte + 3)) >>> 24)),
);

function replaced(code: string, place: number, sign: string): string {
  return code.slice(0, place) + sign + code.slice(place + 1);
}

function swapped(code: string, one: number, other: number): string {
  return replaced(replaced(code, one, code.charAt(other)), other, code.charAt(one));
}

/** Every place with every sign put there. */
function forEveryChange(code: string, signs: string, check: (wrong: string) => void): void {
  for (let place = 0; place < code.length; place += 1) {
    for (const sign of signs) if (sign !== code.charAt(place)) check(replaced(code, place, sign));
  }
}

describe('the check symbol', () => {
  it('finds every wrong symbol at every place', () => {
    for (const code of CODES)
      forEveryChange(code, ALPHABET, (wrong) => expect(parseVenueCode(wrong)).toEqual({ ok: false, problem: 'check' }));
  });

  it('refuses every other sign of ASCII that is not read as the same symbol', () => {
    const [code = ''] = CODES;
    const others = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    forEveryChange(code, others, (wrong) => {
      const answer = parseVenueCode(wrong);
      if (answer.ok) expect(answer.code).toBe(code);
    });
  });

  it('finds every swap of two different symbols, neighbours or not', () => {
    for (const code of CODES) {
      for (let one = 0; one < code.length; one += 1) {
        for (let other = one + 1; other < code.length; other += 1) {
          const answer = parseVenueCode(swapped(code, one, other));
          expect(answer.ok).toBe(code.charAt(one) === code.charAt(other));
        }
      }
    }
  });

  it('is linear, so the two proofs above hold for every code: all differences, at all places', () => {
    const zero = Array.from({ length: 13 }, () => 0);
    const sum = (symbols: readonly number[]) => checkSymbol(symbols.slice(0, 12)) ^ (symbols[12] ?? 0);
    for (let difference = 1; difference < 32; difference += 1) {
      const changes = zero.map((_, place) => sum(zero.with(place, difference)));
      expect(changes).not.toContain(0);
      expect(new Set(changes).size).toBe(13);
    }
    const symbols = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 13, maxLength: 13 });
    fc.assert(fc.property(symbols, symbols, (a, b) => sum(a.map((symbol, place) => symbol ^ (b[place] ?? 0))) === (sum(a) ^ sum(b))));
  });
});

describe('venueCodeFrom and parseVenueCode', () => {
  it('read what they wrote, however it is typed', () => {
    const way = fc.constantFrom<(code: string) => string>(
      (code) => code,
      (code) => code.toLowerCase(),
      (code) => code.replaceAll('0', 'O').replaceAll('1', 'I'),
      (code) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      (code) => [...code].join(' '),
    );
    fc.assert(
      fc.property(EIGHT_BYTES, way, (bytes, typed) => {
        const code = venueCodeFrom(bytes);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{13}$/);
        expect(parseVenueCode(typed(code))).toEqual({ ok: true, code });
      }),
    );
  });

  it('give two codes for any two different first 60 bits', () => {
    fc.assert(
      fc.property(EIGHT_BYTES, fc.integer({ min: 0, max: 63 }), (bytes, bit) => {
        const other = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (128 >> (bit & 7)));
        expect(venueCodeFrom(other) === venueCodeFrom(bytes)).toBe(bit >= 60);
      }),
    );
  });

  it('never throw for what was typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseVenueCode(text).ok === 'boolean'));
  });

  it('want eight bytes', () => {
    expect(() => venueCodeFrom(new Uint8Array(7))).toThrow(RangeError);
    expect(() => venueCodeFrom(new Uint8Array(9))).toThrow(RangeError);
  });
});
