import { eventIdFrom } from '@tongxing/codes';

/** An id for something that is about to be made; the same for every repeat of it. */
export function newId(): string {
  return eventIdFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
