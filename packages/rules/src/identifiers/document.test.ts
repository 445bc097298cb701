import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_TYPES, type DocumentType } from '../vocabulary';
import { residentIdCheckDigit } from './check-digits';
import { checkDocument } from './document';

/** 2026-03-05 12:00 in China. */
const NOW = Date.UTC(2026, 2, 5, 4);

function withCheckDigit(first17: string): string {
  return `${first17}${residentIdCheckDigit(first17)}`;
}

const ACCEPTED: readonly (readonly [DocumentType, string, string, readonly string[]])[] = [
  ['resident_id', '11010519491231002X', '11010519491231002X', []],
  ['resident_id', '440524188001010014', '440524188001010014', []],
  ['resident_id', '110105 19491231 002x', '11010519491231002X', []],
  ['resident_id', '１１０１０５１９４９１２３１００２ｘ', '11010519491231002X', []],
  ['resident_id', withCheckDigit('19990120000229001'), withCheckDigit('19990120000229001'), ['unknown_division']],
  ['resident_id', '810000199408230021', '810000199408230021', ['residence_permit_prefix']],
  ['residence_permit', '810000199408230021', '810000199408230021', []],
  ['residence_permit', '830000199201300022', '830000199201300022', []],
  ['foreign_permanent_resident', '911124198108030024', '911124198108030024', []],
  ['foreign_permanent_resident', 'usa310012345678', 'USA310012345678', []],
  ['foreign_permanent_resident', withCheckDigit('91112419811803002'), withCheckDigit('91112419811803002'), ['birth_date']],
  ['hk_mo_permit', 'H1234567801', 'H12345678', []],
  ['hk_mo_permit', 'm12345678', 'M12345678', []],
  ['taiwan_permit', '01234567', '01234567', []],
  ['cn_passport', 'E12345678', 'E12345678', []],
  ['cn_passport', 'ea1234567', 'EA1234567', []],
  ['cn_passport', 'G12345678', 'G12345678', []],
  ['cn_passport', 'PE1234567', 'PE1234567', []],
  ['cn_passport', 'D1234567', 'D1234567', []],
  ['foreign_passport', 'L898902C3', 'L898902C3', []],
  ['foreign_passport', '12345', '12345', []],
];

const REFUSED: readonly (readonly [DocumentType, string, string])[] = [
  ['resident_id', '110105491231002', 'document_format'],
  ['resident_id', '', 'document_format'],
  ['resident_id', '011010519491231002', 'document_format'],
  ['resident_id', '11010519491231002Y', 'document_format'],
  ['resident_id', '1101051949123100٢X', 'document_format'],
  ['resident_id', '911124198108030024', 'document_format'],
  ['resident_id', '110105194912310021', 'document_check_digit'],
  ['resident_id', withCheckDigit('11010519490229002'), 'document_birth_date'],
  ['resident_id', withCheckDigit('11010519000229002'), 'document_birth_date'],
  ['resident_id', withCheckDigit('11010519491331002'), 'document_birth_date'],
  ['resident_id', withCheckDigit('11010519490031002'), 'document_birth_date'],
  ['resident_id', withCheckDigit('11010520260306002'), 'document_birth_date'],
  ['resident_id', withCheckDigit('11010517991231002'), 'document_birth_date'],
  ['residence_permit', '11010519491231002X', 'document_format'],
  ['residence_permit', '810000199408230022', 'document_check_digit'],
  ['foreign_permanent_resident', '911124198108030025', 'document_check_digit'],
  ['foreign_permanent_resident', '11010519491231002X', 'document_format'],
  ['hk_mo_permit', 'H123456780', 'document_format'],
  ['hk_mo_permit', 'C12345678', 'document_format'],
  ['taiwan_permit', '1234567', 'document_format'],
  ['cn_passport', 'EI1234567', 'document_format'],
  ['cn_passport', 'EO1234567', 'document_format'],
  ['cn_passport', 'E1234567', 'document_format'],
  ['foreign_passport', 'L898', 'document_format'],
  ['foreign_passport', '=L898902C3', 'document_format'],
];

describe('checkDocument', () => {
  it.each(ACCEPTED)('accepts %s %s', (type, number, canonical, warnings) => {
    expect(checkDocument(type, number, NOW)).toEqual({ ok: true, canonical, warnings });
  });

  it.each(REFUSED)('refuses %s %s: %s', (type, number, problem) => {
    expect(checkDocument(type, number, NOW)).toEqual({ ok: false, problem });
  });

  it('takes today from China: a child of 6 March has a number from 16:00 UTC on the 5th', () => {
    const newborn = withCheckDigit('11010520260306002');
    const midnightInChina = Date.UTC(2026, 2, 5, 16);
    expect(checkDocument('resident_id', newborn, midnightInChina - 1).ok).toBe(false);
    expect(checkDocument('resident_id', newborn, midnightInChina).ok).toBe(true);
  });

  it('finds every wrong digit and every swap of neighbours', () => {
    const original = '44052418800101001';
    const number = withCheckDigit(original);
    for (let place = 0; place < 17; place += 1) {
      for (const digit of '0123456789') {
        const wrong = number.slice(0, place) + digit + number.slice(place + 1);
        expect(checkDocument('resident_id', wrong, NOW).ok).toBe(wrong === number);
      }
      const swapped = number.slice(0, place) + number.charAt(place + 1) + number.charAt(place) + number.slice(place + 2);
      expect(checkDocument('resident_id', swapped, NOW).ok).toBe(swapped === number);
    }
  });

  it('never throws, and its canonical form is accepted again unchanged', () => {
    const numbers = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9A-Zx ]{5,20}$/),
      fc.constantFrom(...ACCEPTED.map(([, n]) => n)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENT_TYPES), numbers, fc.double(), (type, number, now) => {
        const answer = checkDocument(type, number, now);
        if (answer.ok) expect(checkDocument(type, answer.canonical, now)).toEqual(answer);
      }),
    );
  });

  it('accepts every number it can make a check digit for', () => {
    const born = fc.date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2026-03-05T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.integer({ min: 100000, max: 899999 }), born, fc.integer({ min: 0, max: 999 }), (division, date, sequence) => {
        const day = date.toISOString().slice(0, 10).replaceAll('-', '');
        const number = withCheckDigit(`${division}${day}${String(sequence).padStart(3, '0')}`);
        expect(checkDocument('resident_id', number, NOW)).toMatchObject({ ok: true, canonical: number });
      }),
    );
  });
});
