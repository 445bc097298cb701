import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResidentTokens } from './resident-tokens';

const tokens = new ResidentTokens(randomBytes(32));
const NOW = Date.UTC(2026, 10, 22);
const claims = { accountId: 7, personId: 9, expiresAt: NOW + 60_000 };

describe("a resident's token", () => {
  it('says again what it was issued for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 47 }), fc.option(fc.integer({ min: 1, max: 2 ** 47 })), (accountId, personId) => {
        const { token, sessionId } = tokens.issue({ accountId, personId, expiresAt: NOW + 60_000 });
        const read = tokens.read(token, NOW);
        expect(read).toMatchObject({ accountId, personId, expiresAt: NOW + 60_000 });
        expect(read?.sessionId).toEqual(sessionId);
      }),
    );
  });

  it('is nothing once it has run out', () => {
    expect(tokens.read(tokens.issue(claims).token, NOW + 60_000)).toBeUndefined();
  });

  it('is nothing under another key, and nothing with any bit changed', () => {
    const { token } = tokens.issue(claims);
    expect(new ResidentTokens(randomBytes(32)).read(token, NOW)).toBeUndefined();
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(tokens.read(forged.toString('base64url'), NOW), `bit ${bit}`).toBeUndefined();
    }
  });

  it.each(['', 'x', 'a'.repeat(43), 'a'.repeat(67), '通行'.repeat(33)])('is not %o', (text) => {
    expect(tokens.read(text, NOW)).toBeUndefined();
  });
});

it('carries the HMAC of the standard library', () => {
  const secret = randomBytes(32);
  const bytes = Buffer.from(new ResidentTokens(secret).issue(claims).token, 'base64url');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tongxing resident session 1', 32));
  expect(bytes.subarray(-16)).toEqual(createHmac('sha256', key).update(bytes.subarray(0, -16)).digest().subarray(0, 16));
});
