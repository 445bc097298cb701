export { ensureDays, keyKeeper } from './keeper';
export { matchKeys, missingSealingKeys } from './known-keys';
export { type Destruction, destroyKeys, keysToDestroy, retireKey, rotateKeys } from './lifecycle';
export { resealAll } from './reseal';
export { keyWatch } from './watch';
