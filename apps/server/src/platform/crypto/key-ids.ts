/**
 * A sealed field begins with the id of its key: one byte from 1 to 255, or a zero and four bytes. Short ids keep millions
 * of rows as small as they were; the key of a day is named by the day, `20261122`, so that no id is ever given twice.
 */
const LONG_MARK = 0;
const SHORT_BYTES = 1;
const LONG_BYTES = 5;
const MOST_SHORT = 255;
/** Below are keys that were made one after the other, from here on those of a day. */
const FIRST_DAY = 10_000_000;

export const isKeyId = (id: number) => Number.isInteger(id) && id >= 1 && id <= 99_991_231;
export const isDayKey = (id: number) => id >= FIRST_DAY;

/** @param day `YYYY-MM-DD` */
export const dayKeyId = (day: string) => Number(day.replaceAll('-', ''));

/** `YYYY-MM-DD` of the key of a day. */
export const dayOfKey = (id: number) => String(id).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');

/** What a field sealed under a key begins with. */
export function idBytes(id: number): Buffer {
  if (id <= MOST_SHORT) return Buffer.from([id]);
  const bytes = Buffer.alloc(LONG_BYTES);
  bytes.writeUInt32BE(id, 1);
  return bytes;
}

/** @throws RangeError for what is too short to be sealed. */
export function readKeyId(sealed: Buffer): { readonly id: number; readonly body: Buffer } {
  const isLong = sealed.readUInt8(0) === LONG_MARK;
  return { id: isLong ? sealed.readUInt32BE(1) : sealed.readUInt8(0), body: sealed.subarray(isLong ? LONG_BYTES : SHORT_BYTES) };
}
