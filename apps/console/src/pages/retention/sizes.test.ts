import { expect, it } from 'vitest';
import { sizeOf } from './sizes';

it.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1.0 KB'],
  [8_192 * 1_024, '8.0 MB'],
  [12_300_000_000, '11 GB'],
])('%i bytes are %s', (bytes, shown) => {
  expect(sizeOf(bytes)).toBe(shown);
});
