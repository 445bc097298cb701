import { createCipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUITE_IDS, SUITES } from './suites';

const SECRET = Buffer.alloc(32, 7);

describe.each(SUITE_IDS)('the %s suite', (id) => {
  const suite = SUITES[id];

  it('opens what it sealed, whatever the text and the context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.string({ maxLength: 60 }), (text, context) => {
        expect(suite.open(SECRET, context, suite.seal(SECRET, context, text))).toBe(text);
      }),
    );
  });

  it('notices a change of any bit, another context, another key and a cut', () => {
    const sealed = suite.seal(SECRET, 'name', '李甲子');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => suite.open(SECRET, 'name', changed), `bit ${bit}`).toThrow();
    }
    expect(() => suite.open(SECRET, 'phone', sealed)).toThrow();
    expect(() => suite.open(Buffer.alloc(32, 8), 'name', sealed)).toThrow();
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => suite.open(SECRET, 'name', sealed.subarray(0, length))).toThrow();
  });

  it('never gives the same bytes twice, and always the same index', () => {
    expect(suite.seal(SECRET, 'name', '李').equals(suite.seal(SECRET, 'name', '李'))).toBe(false);
    expect(suite.index(SECRET, '16000000001')).toEqual(suite.index(SECRET, '16000000001'));
    expect(suite.index(SECRET, '16000000001')).toHaveLength(32);
  });
});

it('the index of the international suite is HMAC-SHA-256, of a text of any length and any letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, secret) => {
      const key = Buffer.from(secret);
      expect(SUITES.international.index(key, text)).toEqual(createHmac('sha256', key).update(text).digest());
    }),
    {
      examples: [
        ['\ud800'.repeat(256), Buffer.alloc(32)],
        ['码'.repeat(257), Buffer.alloc(32)],
      ],
    },
  );
});

describe('the algorithms of the national suite, of this OpenSSL', () => {
  const block = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

  it('are SM4 as GB/T 32907 A.1 has it', () => {
    const key = block('01234567 89abcdef fedcba98 76543210');
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(cipher.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('are SM3 as GB/T 32905 A.1 and A.2 have it', () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(createHash('sm3').update('abcd'.repeat(16)).digest('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });
});
