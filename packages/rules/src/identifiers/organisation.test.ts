import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mrzCheckDigit,
  organisationCodeCheckCharacter,
  registrationNumberCheckDigit,
  residentIdCheckDigit,
  usccCheckCharacter,
} from './check-digits';
import { checkRegistrationNumber15, checkUnifiedSocialCreditCode } from './organisation';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('checkUnifiedSocialCreditCode', () => {
  it.each(['91350100M000100Y43', '91350200MA2YJ1XR9G', '91440300708461136T', '91110000802100433B'])('accepts %s', (code) => {
    expect(checkUnifiedSocialCreditCode(code)).toMatchObject({ ok: true, canonical: code });
  });

  it('accepts what people type', () => {
    expect(checkUnifiedSocialCreditCode(' 91440300 708461136t ')).toEqual({ ok: true, canonical: '91440300708461136T', warnings: [] });
  });

  it.each([
    ['91440300708461136', 'document_format'],
    ['9144030070846113OT', 'document_format'],
    ['91440300708461136I', 'document_format'],
    ['914403X0708461136T', 'document_format'],
    ['91440300708461136U', 'document_check_digit'],
    ['91440300708461163T', 'document_check_digit'],
  ])('refuses %s: %s', (code, problem) => {
    expect(checkUnifiedSocialCreditCode(code)).toEqual({ ok: false, problem });
  });

  it('gives 0 when the sum is divisible by 31 (the trap of a public implementation)', () => {
    const first17 = Array.from({ length: 1000 }, (_, n) => `91350100M00010${String(n).padStart(3, '0')}`).find(
      (text) => usccCheckCharacter(text) === '0',
    );
    expect(first17).toBeDefined();
    expect(checkUnifiedSocialCreditCode(`${first17}0`).ok).toBe(true);
    expect(checkUnifiedSocialCreditCode(`${first17}`).ok).toBe(false);
  });

  it('warns and accepts when only the organisation code inside is wrong', () => {
    const first17 = '91440300708461130';
    expect(checkUnifiedSocialCreditCode(first17 + usccCheckCharacter(first17))).toMatchObject({
      ok: true,
      warnings: ['organisation_code'],
    });
  });

  it('finds every wrong character', () => {
    const code = '91350200MA2YJ1XR9G';
    for (let place = 0; place < code.length; place += 1) {
      for (const character of ALPHABET) {
        const wrong = code.slice(0, place) + character + code.slice(place + 1);
        expect(checkUnifiedSocialCreditCode(wrong).ok).toBe(wrong === code);
      }
    }
  });
});

describe('checkRegistrationNumber15', () => {
  it.each(['110108000000016', '440301103097413'])('accepts %s', (number) => {
    expect(checkRegistrationNumber15(number)).toEqual({ ok: true, canonical: number, warnings: [] });
  });

  it('only warns of a wrong check digit', () => {
    expect(checkRegistrationNumber15('110108000000017')).toEqual({ ok: true, canonical: '110108000000017', warnings: ['check_digit'] });
  });

  it('refuses another form', () => {
    expect(checkRegistrationNumber15('11010800000001')).toEqual({ ok: false, problem: 'document_format' });
  });
});

describe('check digits', () => {
  it('agree with the vectors of the standards', () => {
    expect(organisationCodeCheckCharacter('D2143569')).toBe('X');
    expect(organisationCodeCheckCharacter('70846113')).toBe('6');
    expect(mrzCheckDigit('L898902C3')).toBe('6');
    expect(mrzCheckDigit('520727')).toBe('3');
    expect(mrzCheckDigit('L898902C<')).toBe(mrzCheckDigit('L898902C0'));
  });

  it('are not made for texts of another form', () => {
    expect(() => residentIdCheckDigit('1101051949123100')).toThrow(RangeError);
    expect(() => usccCheckCharacter('9135010OM000100Y4')).toThrow(RangeError);
    expect(() => organisationCodeCheckCharacter('d2143569')).toThrow(RangeError);
    expect(() => registrationNumberCheckDigit('x')).toThrow(RangeError);
    expect(() => mrzCheckDigit('l898902c3')).toThrow(RangeError);
  });

  it('never throw behind a check', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Z]{18}$/)), (text) => {
        expect(typeof checkUnifiedSocialCreditCode(text).ok).toBe('boolean');
        expect(typeof checkRegistrationNumber15(text).ok).toBe('boolean');
      }),
    );
  });
});
