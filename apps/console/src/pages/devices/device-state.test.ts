import { expect, it } from 'vitest';
import { deviceState } from './device-state';

const AT = '2026-11-22T08:00:00Z';

it.each([
  [{ revokedAt: AT, clonedAt: AT, proof: 'key' }, 'revoked'],
  [{ revokedAt: null, clonedAt: AT, proof: 'key' }, 'cloned'],
  [{ revokedAt: null, clonedAt: null, proof: 'none' }, 'waiting'],
  [{ revokedAt: null, clonedAt: null, proof: 'secret' }, 'secret'],
  [{ revokedAt: null, clonedAt: null, proof: 'key' }, 'ready'],
] as const)('%j is %s', (device, state) => {
  expect(deviceState(device)).toBe(state);
});
