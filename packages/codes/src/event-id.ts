import { requireBytes } from './base32';

const RANDOM_BYTES = 10;
const LATEST_MS = 2 ** 48 - 1;
const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

function toHex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Name of one scan, made once at capture and kept through every retry: a UUIDv7 (RFC 9562 §5.7), whose time is the
 * time of the visit.
 * @param ms epoch milliseconds at capture, a whole number
 * @param random 10 bytes from a secure source; 6 bits give way to version and variant
 * @throws RangeError for a time that does not fit 48 bits or another number of bytes
 */
export function eventIdFrom(ms: number, random: Uint8Array): string {
  requireBytes(random, RANDOM_BYTES, RANDOM_BYTES, 'event id');
  if (!Number.isInteger(ms) || ms < 0 || ms > LATEST_MS) throw new RangeError(`event id: time ${ms}`);
  const time = ms.toString(16).padStart(12, '0');
  const [versionByte = 0, second = 0, variantByte = 0, ...others] = random;
  const tail = toHex([(versionByte & 0x0f) | 0x70, second, (variantByte & 0x3f) | 0x80, ...others]);
  return [time.slice(0, 8), time.slice(8), tail.slice(0, 4), tail.slice(4, 8), tail.slice(8)].join('-');
}

/** Epoch milliseconds of a UUIDv7, `undefined` when the id is none. */
export function eventTime(id: string): number | undefined {
  const [, high, low] = UUID_V7.exec(id) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}
