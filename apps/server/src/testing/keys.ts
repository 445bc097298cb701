import type { Keys } from '../platform/crypto/keys';

const key = (fill: number) => Buffer.alloc(32, fill);

/** Keys that open the test city and nothing else. */
export const TEST_KEYS: Keys = { sealing: { 1: key(1) }, current: '1', lookup: key(2), sign: key(3) };

const text = (bytes: unknown) => (Buffer.isBuffer(bytes) ? bytes.toString('base64') : '');

/** The same as a key file of an earlier version held them: one key for everything. */
export const TEST_KEY_FILE = JSON.stringify({
  sealing: { 1: text(TEST_KEYS.sealing[1]) },
  current: '1',
  lookup: text(TEST_KEYS.lookup),
  sign: text(TEST_KEYS.sign),
});
