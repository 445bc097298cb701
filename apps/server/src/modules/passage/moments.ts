/** 2020-01-01T00:00Z, epoch ms: 41 bits from here reach to 2089. */
const FIRST_MS = 1_577_836_800_000;
const RANDOM_BITS = 22n;
const WORD_BITS = 32n;

/** A visit's event id as two numbers, nothing lost (db/migrations/0008): the first grows with time. */
export interface Moment {
  readonly moment: bigint;
  /** The last 52 random bits. */
  readonly tail: number;
}

/** Value of hex digits, at most 8. */
function hex(id: string, from: number, to: number): number {
  let value = 0;
  for (let place = from; place < to; place += 1) {
    const digit = id.charCodeAt(place);
    // Letters have their sixth bit set, and A stands for 10 with a last digit of 1.
    value = value * 16 + (digit & 15) + (digit >> 6) * 9;
  }
  return value;
}

/** 10 bits of the millisecond stand in the upper half of the lower word. */
const MS_IN_LOW = 1_024;
const MOST_MS = 2 ** 41 - 1;

/** A {@link Moment} in words of 32 bits: what is written by the thousand makes no bigints. */
export interface MomentWords {
  readonly momentHigh: number;
  readonly momentLow: number;
  readonly tailHigh: number;
  readonly tailLow: number;
}

/** @param eventId a UUIDv7 from 2020 on; one beyond 2089 counts as the last moment there is. */
export function momentWords(eventId: string): MomentWords {
  const ms = hex(eventId, 0, 8) * 65_536 + hex(eventId, 9, 13) - FIRST_MS;
  // 12 bits after the version, 2 after the variant, 8 more; what is left are the last 13 digits.
  const random = (hex(eventId, 15, 18) << 10) | ((hex(eventId, 19, 20) & 3) << 8) | hex(eventId, 20, 22);
  const high = Math.floor(ms / MS_IN_LOW);
  const isBeyond = ms > MOST_MS;
  return {
    momentHigh: isBeyond ? 0x7fffffff : high,
    momentLow: isBeyond ? 0xffffffff : (ms - high * MS_IN_LOW) * 2 ** Number(RANDOM_BITS) + random,
    tailHigh: hex(eventId, 22, 23) * 65_536 + hex(eventId, 24, 28),
    tailLow: hex(eventId, 28, 36),
  };
}

/** @param eventId as for {@link momentWords} */
export function momentOf(eventId: string): Moment {
  const { momentHigh, momentLow, tailHigh, tailLow } = momentWords(eventId);
  return { moment: (BigInt(momentHigh) << WORD_BITS) | BigInt(momentLow), tail: tailHigh * 2 ** 32 + tailLow };
}

/** The lowest moment of an instant: what a span of time is asked by. @param ms epoch milliseconds */
export function momentAt(ms: number): bigint {
  return BigInt(Math.floor(ms) - FIRST_MS) << RANDOM_BITS;
}
