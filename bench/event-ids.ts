import { randomFillSync } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';

const POOL_BYTES = 64 * 1024;
const ID_BYTES = 10;

/** Event ids of now, with randomness drawn in large pieces. */
export function eventIds(): () => string {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return () => {
    if (used + ID_BYTES > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += ID_BYTES;
    return eventIdFrom(Date.now(), pool.subarray(used - ID_BYTES, used));
  };
}

/** A POST as it goes over the wire. */
export function post(path: string, headers: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\n${headers}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
