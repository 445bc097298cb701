import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { DeviceTokens } from './device-tokens';
import { hashToken } from './sealing';

const KEY = Buffer.alloc(32, 7);

it('knows its own tokens without asking, and nobody else’s', () => {
  const tokens = new DeviceTokens(KEY);
  const { token, hash } = tokens.make();
  expect(hash).toEqual(hashToken(token));
  expect(tokens.isOurs(token)).toBe(true);
  expect(new DeviceTokens(KEY).isOurs(token)).toBe(true);
  expect(new DeviceTokens(Buffer.alloc(32, 8)).isOurs(token)).toBe(false);
  for (const other of [randomBytes(32).toString('base64url'), token.slice(1), `${token}A`, '', token.replace(/^./, '!')])
    expect(tokens.isOurs(other)).toBe(false);
  for (let place = 0; place < 42; place += 1) {
    const sign = token[place] === 'A' ? 'B' : 'A';
    expect(tokens.isOurs(token.slice(0, place) + sign + token.slice(place + 1))).toBe(false);
  }
});
