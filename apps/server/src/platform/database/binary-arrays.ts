/**
 * Arrays in PostgreSQL's binary wire form (`array_recv` in its source): a batch of visits costs neither a text literal
 * here nor its parsing there. The driver sends a Buffer as a binary parameter.
 */
const OIDS = { int2: 21, int4: 23, int8: 20, text: 25 } as const;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const TWO_TO_32 = 2 ** 32;

function withHeader(bytes: number, elementOid: number, count: number, hasNulls: boolean): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(elementOid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16); // lower bound
  return buffer;
}

/** @throws RangeError for a value that does not fit. */
export function integerArray(values: readonly number[]): Buffer {
  const buffer = withHeader(values.length * (LENGTH_BYTES + 4), OIDS.int4, values.length, false);
  let place = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(4, place);
    buffer.writeInt32BE(value, place + LENGTH_BYTES);
    place += LENGTH_BYTES + 4;
  }
  return buffer;
}

/** Whole numbers up to 2^53 as they are, larger ones as bigint. */
export function bigintArray(values: readonly (number | bigint)[]): Buffer {
  const buffer = withHeader(values.length * (LENGTH_BYTES + 8), OIDS.int8, values.length, false);
  let place = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(8, place);
    if (typeof value === 'bigint') buffer.writeBigInt64BE(value, place + LENGTH_BYTES);
    else {
      const high = Math.floor(value / TWO_TO_32);
      buffer.writeInt32BE(high, place + LENGTH_BYTES);
      buffer.writeUInt32BE(value - high * TWO_TO_32, place + LENGTH_BYTES + 4);
    }
    place += LENGTH_BYTES + 8;
  }
  return buffer;
}

/** Whole numbers of 64 bits in two words each. @param highs signed @param lows unsigned */
export function wordsArray(highs: readonly number[], lows: readonly number[]): Buffer {
  const buffer = withHeader(highs.length * (LENGTH_BYTES + 8), OIDS.int8, highs.length, false);
  let place = HEADER_BYTES;
  for (let index = 0; index < highs.length; index += 1) {
    buffer.writeInt32BE(8, place);
    buffer.writeInt32BE(highs[index] ?? 0, place + LENGTH_BYTES);
    buffer.writeUInt32BE(lows[index] ?? 0, place + LENGTH_BYTES + 4);
    place += LENGTH_BYTES + 8;
  }
  return buffer;
}

export function smallintArray(values: readonly (number | null)[]): Buffer {
  const present = values.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0);
  const buffer = withHeader(values.length * LENGTH_BYTES + present * 2, OIDS.int2, values.length, present < values.length);
  let place = HEADER_BYTES;
  for (const value of values) {
    place = buffer.writeInt32BE(value === null ? NULL_LENGTH : 2, place);
    if (value !== null) place = buffer.writeInt16BE(value, place);
  }
  return buffer;
}

export function textArray(values: readonly (string | null)[]): Buffer {
  const bytes = values.reduce((sum, value) => sum + LENGTH_BYTES + (value === null ? 0 : Buffer.byteLength(value)), 0);
  const buffer = withHeader(bytes, OIDS.text, values.length, values.includes(null));
  let place = HEADER_BYTES;
  for (const value of values) {
    place = buffer.writeInt32BE(value === null ? NULL_LENGTH : Buffer.byteLength(value), place);
    if (value !== null) place += buffer.write(value, place);
  }
  return buffer;
}
