import { describe, expect, it } from 'vitest';
import { enrolmentCodeFrom, formatEnrolmentCode, parseEnrolmentCode } from './enrolment-code';

const BYTES = Uint8Array.of(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd);
const CODE = enrolmentCodeFrom(BYTES);

describe('an enrolment code', () => {
  it('is twelve symbols, read back as people type it', () => {
    expect(CODE).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    const shown = formatEnrolmentCode(CODE);
    expect(shown).toMatch(/^.{4}-.{4}-.{4}$/);
    for (const typed of [
      CODE,
      shown,
      shown.toLowerCase(),
      ` ${shown.replaceAll('-', '—')} `,
      CODE.replaceAll('0', 'o').replaceAll('1', 'l'),
    ])
      expect(parseEnrolmentCode(typed)).toBe(CODE);
  });

  it('notices every wrong symbol', () => {
    for (let place = 0; place < CODE.length; place += 1)
      for (const symbol of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        const typed = CODE.slice(0, place) + symbol + CODE.slice(place + 1);
        expect(parseEnrolmentCode(typed)).toBe(typed === CODE ? CODE : undefined);
      }
  });

  it('is nothing of another length or alphabet', () => {
    for (const typed of ['', CODE.slice(1), `${CODE}0`, `${CODE.slice(1)}!`, 'x'.repeat(10_000)])
      expect(parseEnrolmentCode(typed)).toBeUndefined();
    expect(() => enrolmentCodeFrom(new Uint8Array(6))).toThrow(RangeError);
  });
});
