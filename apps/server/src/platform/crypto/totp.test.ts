import { describe, expect, it } from 'vitest';
import { base32, canonicalRecoveryCode, matchingStep, newRecoveryCode, newTotpSecret, otpauthAddress, totpCode, totpStep } from './totp';

/** RFC 6238, appendix B, SHA-1. */
const RFC_SECRET = Buffer.from('12345678901234567890');
const RFC_VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];
/** RFC 4226, appendix D. */
const COUNTER_VECTORS = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];

describe('one-time codes', () => {
  it.each(RFC_VECTORS)('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(totpCode(RFC_SECRET, totpStep(seconds * 1000), 8)).toBe(code);
  });

  it('are those of RFC 4226', () => {
    expect(COUNTER_VECTORS.map((_, counter) => totpCode(RFC_SECRET, counter))).toEqual(COUNTER_VECTORS);
  });

  it('count one step early and late, no more, and never a step that was used or passed', () => {
    const now = 1_700_000_000_000;
    const step = totpStep(now);
    const of = (apart: number) => matchingStep(RFC_SECRET, totpCode(RFC_SECRET, step + apart), now, 0);
    expect([-2, -1, 0, 1, 2].map(of)).toEqual([undefined, step - 1, step, step + 1, undefined]);
    expect(matchingStep(RFC_SECRET, totpCode(RFC_SECRET, step), now, step)).toBeUndefined();
    expect(matchingStep(RFC_SECRET, totpCode(RFC_SECRET, step - 1), now, step)).toBeUndefined();
    expect(matchingStep(RFC_SECRET, totpCode(RFC_SECRET, step + 1), now, step)).toBe(step + 1);
  });

  it.each(['', '12345', '1234567', '12345a', '１２３４５６', '-12345', ' 12345'])('are not %j', (typed) => {
    expect(matchingStep(RFC_SECRET, typed, 0, -5)).toBeUndefined();
  });
});

describe('what an authenticator is given', () => {
  it('is the Base32 of RFC 4648', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
    expect(base32(newTotpSecret())).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('names whose it is, in any script', () => {
    const address = new URL(otpauthAddress(RFC_SECRET, '通行 Tongxing', 'data'));
    expect([address.protocol, address.searchParams.get('issuer')]).toEqual(['otpauth:', '通行 Tongxing']);
    expect(decodeURIComponent(address.pathname)).toContain('通行 Tongxing:data');
  });
});

describe('recovery codes', () => {
  it('differ, and are read however they are typed', () => {
    const codes = Array.from({ length: 500 }, newRecoveryCode);
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){2}$/);
    expect(canonicalRecoveryCode(' k3mf 9qtx－7ｈpa ')).toBe('K3MF9QTX7HPA');
  });
});
