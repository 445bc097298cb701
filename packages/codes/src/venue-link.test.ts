import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureText } from './signature';
import { venueCodeFrom } from './venue-code';
import { parseVenueLink, venueLink } from './venue-link';

const ORIGIN = 'https://pass.example.org';
const CODE = venueCodeFrom(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
const SIGNATURE = signatureText(new Uint8Array(32).fill(0x5a));

describe('venueLink', () => {
  it('holds the code and nothing else', () => {
    expect(venueLink(ORIGIN, CODE)).toBe(`${ORIGIN}/v/${CODE}`);
    expect(venueLink(`${ORIGIN}/`, CODE)).toBe(`${ORIGIN}/v/${CODE}`);
    expect(venueLink('https://通行.example.org', CODE)).toMatch(/^https:\/\/xn--[a-z0-9-]+\.example\.org\/v\//);
    expect(venueLink(ORIGIN, CODE, SIGNATURE)).toHaveLength(ORIGIN.length + 3 + 13 + 3 + 10);
  });

  it('wants an origin', () => {
    expect(() => venueLink('pass.example.org', CODE)).toThrow(TypeError);
  });

  it('signs with no less than 16 bytes', () => {
    expect(() => signatureText(new Uint8Array(15))).toThrow(RangeError);
    expect(SIGNATURE).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  });

  it('is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uint8Array({ minLength: 16, maxLength: 64 }), (bytes, mac) => {
        const [code, signature] = [venueCodeFrom(bytes), signatureText(mac)];
        expect(parseVenueLink(venueLink(ORIGIN, code, signature), [ORIGIN])).toEqual({ ok: true, code, signature });
        expect(parseVenueLink(venueLink(ORIGIN, code), [ORIGIN])).toEqual({ ok: true, code });
      }),
    );
  });
});

describe('parseVenueLink', () => {
  it('never throws', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'https:',
        'http:',
        '//',
        '/',
        '\\',
        '@',
        ':',
        '%',
        '.',
        '#',
        '?s=',
        '&',
        'v',
        CODE,
        'pass.example.org',
        'evil.net',
        '\u0430',
        '\t',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          pieces.map((list) => list.join('')),
        ),
        (text) => {
          expect(typeof parseVenueLink(text, [ORIGIN]).ok).toBe('boolean');
        },
      ),
    );
  });

  /** Whatever we accept as a link, a browser that opens it must come to us as well. */
  it('accepts no link that a browser would open elsewhere', () => {
    const host = fc.constantFrom('pass.example.org', 'evil.net', 'pass.example.org.evil.net');
    const glue = fc.constantFrom('', '@', ':', ':443', '\\', '#', '?', '%00', '%40', '.', '\t', '\u3002', '/');
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'https:/', 'https:\\\\', 'HTTPS://', 'https:///'),
        host,
        glue,
        host,
        glue,
        (scheme, first, one, second, other) => {
          const text = `${scheme}${first}${one}${second}${other}/v/${CODE}`;
          const short = `${scheme}${first}${one}/v/${CODE}`;
          for (const link of [text, short]) {
            if (parseVenueLink(link, [ORIGIN]).ok) expect(new URL(link).origin).toBe(ORIGIN);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(parseVenueLink(`${ORIGIN}:443/v/${CODE}`, [ORIGIN]).ok).toBe(true);
  });

  it('knows nobody without allowed origins, but a typed code', () => {
    expect(parseVenueLink(`${ORIGIN}/v/${CODE}`, [])).toEqual({ ok: false, problem: 'other_site' });
    expect(parseVenueLink(CODE, [])).toEqual({ ok: true, code: CODE });
  });
});
