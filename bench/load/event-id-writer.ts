import { randomFillSync } from 'node:crypto';

export const EVENT_ID_BYTES = 36;
const RANDOM_BYTES = 10;
const POOL_BYTES = RANDOM_BYTES * 6_400;
const DASH = 0x2d;
const HEX = Buffer.from('0123456789abcdef');
/** Where the ten random bytes of a UUIDv7 stand in its text, two digits each. */
const PLACES = Uint8Array.from([14, 16, 19, 21, 24, 26, 28, 30, 32, 34]);
const TIME_PLACES = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]);

/** Writes UUIDv7 (RFC 9562 §5.7) straight into request bytes, with randomness drawn in large pieces. */
export class EventIdWriter {
  private readonly pool = new Uint8Array(POOL_BYTES);
  private used = POOL_BYTES;

  /** @param ms epoch milliseconds, a whole number: the time of the visit */
  write(target: Uint8Array, offset: number, ms: number): void {
    if (this.used === POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    writeTime(target, offset, ms);
    for (let index = 0; index < RANDOM_BYTES; index += 1) {
      const byte = withVersion(index, this.pool[this.used + index] ?? 0);
      const at = offset + (PLACES[index] ?? 0);
      target[at] = HEX[byte >> 4] ?? 0;
      target[at + 1] = HEX[byte & 15] ?? 0;
    }
    this.used += RANDOM_BYTES;
    for (let dash = 8; dash <= 23; dash += 5) target[offset + dash] = DASH;
  }
}

/** Version 7 in the first byte, the variant in the third. */
function withVersion(index: number, byte: number): number {
  if (index === 0) return (byte & 0x0f) | 0x70;
  return index === 2 ? (byte & 0x3f) | 0x80 : byte;
}

function writeTime(target: Uint8Array, offset: number, ms: number): void {
  let high = Math.floor(ms / 0x100_0000);
  let low = ms % 0x100_0000;
  for (let digit = 5; digit >= 0; digit -= 1) {
    target[offset + (TIME_PLACES[digit] ?? 0)] = HEX[high & 15] ?? 0;
    target[offset + (TIME_PLACES[digit + 6] ?? 0)] = HEX[low & 15] ?? 0;
    high >>>= 4;
    low >>>= 4;
  }
}
