/**
 * Seeded chance. Every record of the city is made from (seed, stream, index) alone, so record 8,999,999 costs
 * the same as record 0 and nothing has to be kept. Not for secrets.
 */

/** A source of numbers that repeats itself for the same seed. */
export interface Random {
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** An integer from 0 to `below` - 1. */
  below(below: number): number;
  /** A real number from 0 (included) to 1 (excluded). */
  real(): number;
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
}

/** Separate streams, so that one more draw for a venue's name does not change its code. */
const STREAMS = { venue: 1, venueId: 2, venueCode: 3, resident: 4, residentId: 5, day: 6, event: 7, record: 8 } as const;
/** Name of a stream of draws. */
export type Stream = keyof typeof STREAMS;

const WARM_UP_ROUNDS = 15;

/** Finalizer of MurmurHash3 (32 bit): neighbouring inputs give unrelated states. */
function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/**
 * sfc32 ("small fast counter", Chris Doty-Humphrey's PractRand): 128 bits of state, passes PractRand and BigCrush.
 *
 * @param seed any integer; its low 32 bits count
 * @param stream what the numbers are for
 * @param index which record, 0 to 2^53 - 1
 */
export function randomAt(seed: number, stream: Stream, index: number): Random {
  let a = scramble(seed);
  let b = scramble(Math.imul(STREAMS[stream], 0x9e3779b9) ^ Math.floor(index / 0x1_0000_0000));
  let c = scramble((index >>> 0) + 0x7f4a7c15);
  let counter = 1;
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) bits();
  return {
    bits,
    below: (below) => Math.floor((bits() / 0x1_0000_0000) * below),
    real: () => bits() / 0x1_0000_0000,
    bytes: (count) => Uint8Array.from({ length: count }, () => bits() & 0xff),
  };
}

/** One of the list. Throws a RangeError when the list is empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[random.below(list.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

/** One of the list by weight; weights need not add up to 1. */
export function pickWeighted<T>(random: Random, list: readonly (readonly [T, number])[]): T {
  let left = random.real() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = list.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last[0];
}

/** A UUID of version 8 (RFC 9562 §5.8, "custom"): the same for the same seed, stream and index. */
export function uuidAt(seed: number, stream: Stream, index: number): string {
  const bytes = randomAt(seed, stream, index).bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
