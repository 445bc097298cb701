import type { Keys } from '../platform/crypto/keys';

const key = (fill: number) => Buffer.alloc(32, fill);

/** Keys that open the test city and nothing else. */
export const TEST_KEYS: Keys = { sealing: { 1: key(1) }, current: '1', lookup: key(2), sign: key(3) };
