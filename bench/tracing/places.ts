import type { VenueClass } from '@tongxing/rules';
import { Choice, Draws } from './draws';

/** A venue as the generator needs it. */
export interface Place {
  readonly id: number;
  readonly class: VenueClass;
}

/**
 * How steeply popularity falls within a class (Zipf–Mandelbrot: weight 1 / (rank + flat)): a city has a few stations and
 * malls with tens of thousands of scans a day, and homes that are much alike.
 */
const FLATNESS: Readonly<Record<VenueClass, number>> = {
  residential: 20_000,
  village: 10_000,
  school: 1_500,
  enterprise: 1_000,
  market: 40,
  mall: 4,
  supermarket: 300,
  restaurant: 600,
  hospital: 8,
  pharmacy: 500,
  transport: 5,
  hotel: 200,
  entertainment: 60,
  government: 30,
  other: 60,
};

/** What a scan is for; each purpose draws from some classes, in this proportion. */
const PURPOSES = {
  home: [
    ['residential', 82],
    ['village', 18],
  ],
  work: [
    ['enterprise', 70],
    ['school', 22],
    ['hospital', 2],
    ['government', 2],
    ['hotel', 2],
    ['mall', 2],
  ],
  ride: [['transport', 100]],
  meal: [['restaurant', 100]],
  errand: [
    ['pharmacy', 16],
    ['hospital', 26],
    ['government', 10],
    ['market', 22],
    ['supermarket', 16],
    ['other', 10],
  ],
  shop: [
    ['supermarket', 45],
    ['market', 27],
    ['mall', 28],
  ],
  leisure: [
    ['mall', 38],
    ['restaurant', 26],
    ['entertainment', 28],
    ['hotel', 8],
  ],
} as const satisfies Record<string, readonly (readonly [VenueClass, number])[]>;
export type Purpose = keyof typeof PURPOSES;

const RANKS = 101;

/** Ids of a class in order of popularity, which is seeded and has nothing to do with their numbers. */
function ranked(places: readonly Place[], seed: number): Int32Array {
  const draws = new Draws();
  const keyed = places.map(({ id }) => {
    draws.begin(seed, RANKS, id);
    return { id, key: draws.bits() };
  });
  return Int32Array.from(
    keyed.sort((a, b) => a.key - b.key || a.id - b.id),
    ({ id }) => id,
  );
}

interface Share {
  readonly choice: Choice;
  /** Sum of the shares up to here, of 1. */
  readonly upTo: number;
}

/** Draws venues by purpose and popularity. */
export class Places {
  private readonly shares: Readonly<Record<Purpose, readonly Share[]>>;

  /** @param scale visits of the city by those of the full size: popular places are popular in proportion. */
  constructor(places: readonly Place[], seed: number, scale: number) {
    const choices = new Map<VenueClass, Choice>();
    const choiceOf = (venueClass: VenueClass): Choice => {
      const known = choices.get(venueClass);
      if (known !== undefined) return known;
      const ids = ranked(
        places.filter((place) => place.class === venueClass),
        seed,
      );
      const flat = Math.max(FLATNESS[venueClass] * scale, 1);
      const made = new Choice(
        ids,
        Float64Array.from(ids, (_, rank) => 1 / (rank + flat)),
      );
      choices.set(venueClass, made);
      return made;
    };
    const shareOf = (parts: readonly (readonly [VenueClass, number])[]) => {
      const whole = parts.reduce((sum, [, part]) => sum + part, 0);
      let upTo = 0;
      return parts.map(([venueClass, part]) => {
        upTo += part / whole;
        return { choice: choiceOf(venueClass), upTo };
      });
    };
    this.shares = Object.fromEntries(Object.entries(PURPOSES).map(([purpose, parts]) => [purpose, shareOf(parts)])) as unknown as Record<
      Purpose,
      Share[]
    >;
  }

  /** A venue's id. */
  draw(purpose: Purpose, draws: Draws): number {
    const shares = this.shares[purpose];
    const where = draws.real();
    const share = shares.find((one) => where < one.upTo) ?? shares[shares.length - 1];
    return share === undefined ? 0 : share.choice.draw(draws);
  }
}
