/** 2020-01-01T00:00Z, epoch ms: 41 bits from here reach to 2089. */
const FIRST_MS = 1_577_836_800_000;
const RANDOM_BITS = 22n;
const LAST = 2n ** 63n - 1n;

/** A visit's event id as two numbers, nothing lost (db/migrations/0008): the first grows with time. */
export interface Moment {
  readonly moment: bigint;
  /** The last 52 random bits. */
  readonly tail: number;
}

const hex = (id: string, from: number, to: number) => Number.parseInt(id.slice(from, to), 16);

/** @param eventId a UUIDv7 from 2020 on; one beyond 2089 counts as the last moment there is. */
export function momentOf(eventId: string): Moment {
  const ms = hex(eventId, 0, 8) * 65_536 + hex(eventId, 9, 13);
  // 12 bits after the version, 2 after the variant, 8 more; what is left are the last 13 digits.
  const random = (hex(eventId, 15, 18) << 10) | ((hex(eventId, 19, 20) & 3) << 8) | hex(eventId, 20, 22);
  const moment = (BigInt(ms - FIRST_MS) << RANDOM_BITS) | BigInt(random);
  return { moment: moment > LAST ? LAST : moment, tail: Number.parseInt(eventId.slice(22, 23) + eventId.slice(24), 16) };
}

/** The lowest moment of an instant: what a span of time is asked by. @param ms epoch milliseconds */
export function momentAt(ms: number): bigint {
  return BigInt(Math.floor(ms) - FIRST_MS) << RANDOM_BITS;
}
