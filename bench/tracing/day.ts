import { Draws } from './draws';
import type { Places, Purpose } from './places';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Streams of draws: one more draw in one changes nothing in the others. */
const HABITS = 1;
const FIRST_DAY = 1_000;

/** How often people scan: share of the population, and of the days on which they do. Seven million scans of nine million people. */
const ACTIVITY = [
  [0.33, 0],
  [0.3, 0.33],
  [0.21, 0.6],
  [0.16, 0.88],
] as const;
/** Scans on such a day, as running shares of one, two, three and four. */
const SCANS_UP_TO = [0.34, 0.69, 0.9, 1] as const;

interface Outing {
  readonly purpose: Purpose;
  /** One person goes to the same place again and again: which of the own places this is, or none. */
  readonly habit: number | undefined;
  /** Part of the scans for which the habit holds. */
  readonly faithful: number;
  /** Minutes after midnight, and spread. */
  readonly centre: number;
  readonly spread: number;
  readonly weight: number;
}

/** A working day with two rushes. */
const OUTINGS: readonly Outing[] = [
  { purpose: 'ride', habit: 0, faithful: 0.9, centre: 490, spread: 40, weight: 9 },
  { purpose: 'work', habit: 1, faithful: 1, centre: 520, spread: 35, weight: 16 },
  { purpose: 'meal', habit: 2, faithful: 0.4, centre: 735, spread: 30, weight: 9 },
  { purpose: 'errand', habit: 3, faithful: 0.4, centre: 870, spread: 190, weight: 18 },
  { purpose: 'ride', habit: 4, faithful: 0.9, centre: 1_085, spread: 45, weight: 7 },
  { purpose: 'shop', habit: 5, faithful: 0.5, centre: 1_110, spread: 75, weight: 15 },
  { purpose: 'home', habit: 6, faithful: 1, centre: 1_150, spread: 100, weight: 18 },
  { purpose: 'leisure', habit: undefined, faithful: 0, centre: 1_180, spread: 80, weight: 7 },
];
const ALL_WEIGHT = OUTINGS.reduce((sum, outing) => sum + outing.weight, 0);
const HABIT_PURPOSES = OUTINGS.flatMap((outing) => (outing.habit === undefined ? [] : [outing.purpose]));

/** Codes of `visits.codes` (see the migration): evidence by running share, then method of it. */
const EVIDENCE = [
  [0.62, 0, 0],
  [0.72, 1, 0],
  [0.9, 2, 0],
  [0.97, 3, 1],
  [1, 4, 2],
] as const;
const OUT = 1;
/** Scans that an exit scan follows at the same place. */
const WITH_EXIT = 0.03;
/** Uploads later than the phone's own delay, and the latest of them. */
const LATE = 0.004;
const LATEST_MS = 60 * HOUR_MS;
const STOPPED = 0.001;
const MEASURED = 0.04;

/** Visits in columns, as many as `count`; the arrays are used again for the next day. */
export class DayVisits {
  count = 0;
  /** Milliseconds after the day's beginning. */
  readonly at: Int32Array;
  readonly person: Int32Array;
  readonly venue: Int32Array;
  readonly delay: Int32Array;
  readonly codes: Int32Array;
  /** Tenths of a degree, 0 for none. */
  readonly temperature: Int16Array;
  /** Random bits of the event id. */
  readonly random: Uint32Array;

  constructor(readonly most: number) {
    this.at = new Int32Array(most);
    this.person = new Int32Array(most);
    this.venue = new Int32Array(most);
    this.delay = new Int32Array(most);
    this.codes = new Int32Array(most);
    this.temperature = new Int16Array(most);
    this.random = new Uint32Array(most * 3);
  }
}

export interface DayOptions {
  readonly places: Places;
  readonly persons: number;
  readonly seed: number;
  /** Which day, from 0. */
  readonly day: number;
}

/** Fills a day: everybody's scans, from seed, person and day alone. */
export function fillDay({ places, persons, seed, day }: DayOptions, into: DayVisits): void {
  const habits = new Draws();
  const draws = new Draws();
  into.count = 0;
  for (let person = 1; person <= persons; person += 1) {
    habits.begin(seed, HABITS, person);
    draws.begin(seed, FIRST_DAY + day, person);
    if (draws.real() < activityOf(habits.real())) fillPerson({ places, draws, habits, into }, person);
  }
}

function activityOf(share: number): number {
  let upTo = 0;
  for (const [part, often] of ACTIVITY) {
    upTo += part;
    if (share < upTo) return often;
  }
  return 0;
}

interface Filling {
  readonly places: Places;
  readonly draws: Draws;
  /** Continues behind the activity: the same places every day. */
  readonly habits: Draws;
  readonly into: DayVisits;
}

const own = new Int32Array(HABIT_PURPOSES.length);

function fillPerson(filling: Filling, person: number): void {
  const { places, draws, habits } = filling;
  for (const [place, purpose] of HABIT_PURPOSES.entries()) own[place] = places.draw(purpose, habits);
  const where = draws.real();
  const scans = 1 + SCANS_UP_TO.findIndex((upTo) => where < upTo);
  let done = 0;
  for (let scan = 0; scan < scans; scan += 1) {
    const place = freeOuting(draws, done);
    done |= 1 << place;
    const outing = OUTINGS[place];
    if (outing !== undefined) fillOuting(filling, person, outing);
  }
}

/** By weight, none twice a day. */
function freeOuting(draws: Draws, done: number): number {
  for (;;) {
    let left = draws.real() * ALL_WEIGHT;
    let place = 0;
    for (; place < OUTINGS.length - 1; place += 1) {
      left -= OUTINGS[place]?.weight ?? 0;
      if (left < 0) break;
    }
    if ((done & (1 << place)) === 0) return place;
  }
}

function fillOuting({ places, draws, into }: Filling, person: number, outing: Outing): void {
  const { habit, purpose, centre, spread, faithful } = outing;
  const venue = habit !== undefined && draws.real() < faithful ? (own[habit] ?? 0) : places.draw(purpose, draws);
  const at = Math.floor(draws.around(centre, spread) * MINUTE_MS);
  if (at < 0 || at >= DAY_MS) return;
  add(into, draws, { at, person, venue, direction: 0 });
  if (draws.real() >= WITH_EXIT) return;
  const left = at + Math.floor((15 + draws.real() * (purpose === 'work' ? 560 : 120)) * MINUTE_MS);
  if (left < DAY_MS) add(into, draws, { at: left, person, venue, direction: OUT });
}

interface Added {
  readonly at: number;
  readonly person: number;
  readonly venue: number;
  readonly direction: number;
}

function add(into: DayVisits, draws: Draws, { at, person, venue, direction }: Added): void {
  const place = into.count;
  if (place >= into.most) throw new RangeError(`more than ${into.most} visits a day`);
  const where = draws.real();
  const [, evidence, method] = EVIDENCE.find(([upTo]) => where < upTo) ?? EVIDENCE[0];
  into.at[place] = at;
  into.person[place] = person;
  into.venue[place] = venue;
  into.codes[place] = (draws.real() < STOPPED ? 2 : 0) | (evidence << 8) | (method << 12) | (direction << 16);
  into.delay[place] = draws.real() < LATE ? Math.floor(draws.real() * LATEST_MS) : Math.floor(20 + draws.real() * 1_500);
  into.temperature[place] = draws.real() < MEASURED ? 360 + Math.floor(draws.real() * 9) : 0;
  for (let word = 0; word < 3; word += 1) into.random[place * 3 + word] = draws.bits();
  into.count = place + 1;
}
