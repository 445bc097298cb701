import { expect, it } from 'vitest';
import { clientState } from './client-state';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString();

it.each([
  [{ revokedAt: inDays(-1), expiresAt: inDays(100) }, 'revoked'],
  [{ revokedAt: null, expiresAt: inDays(0) }, 'expired'],
  [{ revokedAt: null, expiresAt: inDays(29) }, 'expiring'],
  [{ revokedAt: null, expiresAt: inDays(31) }, 'active'],
] as const)('%j is %s', (client, state) => {
  expect(clientState(client, NOW)).toBe(state);
});
