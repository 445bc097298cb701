import { type City, requireIndex } from './city';
import { pickWeighted, type Random, randomAt } from './random';
import { PERSONAS, residentAt } from './residents';
import { venueAt } from './venues';

/** One planned scan. */
export interface PlannedScan {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly residentIndex: number;
  readonly venueIndex: number;
}

/** A day of a city. */
export interface DayPlan {
  /** By time. */
  readonly scans: readonly PlannedScan[];
  /** Epoch milliseconds, half-open. */
  readonly start: number;
  readonly end: number;
  /** The resident who turns out to be a case, and those planned to stand at the same doors minutes later. */
  readonly case: { readonly residentIndex: number; readonly companions: readonly number[] };
}

/** What {@link planDay} must be told. */
export interface PlanOptions {
  /** Epoch milliseconds at which the 24 hours begin; any time of day. */
  readonly start: number;
  /** Residents 0 to `residents` - 1 take part; each scans at least once. */
  readonly residents: number;
  /** The city's own seed by default. */
  readonly seed?: number;
  /** Only venues 0 to `venues` - 1; all by default. */
  readonly venues?: number;
  /** Minutes the city's clocks are ahead of UTC; 480 (China) by default. */
  readonly utcOffsetMinutes?: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Rushes of a working day: minutes after midnight, spread (standard deviation) and share of all scans. */
const RUSHES: readonly (readonly [{ readonly centre: number; readonly spread: number }, number])[] = [
  [{ centre: 510, spread: 22 }, 40],
  [{ centre: 735, spread: 30 }, 20],
  [{ centre: 1_100, spread: 45 }, 27],
  [{ centre: 900, spread: 210 }, 13],
];

/** How many scans a resident makes in the day; three on average. */
const SCANS_OF_A_DAY: readonly (readonly [number, number])[] = [
  [1, 10],
  [2, 25],
  [3, 32],
  [4, 21],
  [5, 12],
];

/** A resident goes to a venue of the home district this often. */
const NEAR_HOME_SHARE = 0.65;
/** Exponent of Zipf's law for the popularity of venues. */
const ZIPF_EXPONENT = 0.8;

/** When the case enters station, mall and market: at the top of each rush. */
const CASE_MINUTES = [505, 735, 1_095] as const;
const COMPANIONS_PER_VENUE = 4;

/** Nearly normal: sum of three uniform draws, so that nothing lies further out than three spreads. */
function around(random: Random, centre: number, spread: number): number {
  return centre + (random.real() + random.real() + random.real() - 1.5) * 2 * spread;
}

/** The one instant of the window with this local time of day. */
function within(options: PlanOptions, minutes: number): number {
  const offset = (options.utcOffsetMinutes ?? 480) * MINUTE_MS;
  const timeOfDay = Math.floor(minutes * MINUTE_MS) - offset;
  return options.start + ((((timeOfDay - options.start) % DAY_MS) + DAY_MS) % DAY_MS);
}

/** Venues of one area by index, with running weights for a draw by popularity. */
interface Choice {
  readonly venues: readonly number[];
  readonly upTo: Float64Array;
}

/** Low indices are popular: a city's first venues are its best-known school, station, mall and market. */
function choiceOf(venues: readonly number[]): Choice {
  const upTo = new Float64Array(venues.length);
  let sum = 0;
  for (const [rank] of venues.entries()) {
    sum += (rank + 1) ** -ZIPF_EXPONENT;
    upTo[rank] = sum;
  }
  return { venues, upTo };
}

function draw(random: Random, choice: Choice): number {
  const target = random.real() * (choice.upTo.at(-1) ?? 0);
  let low = 0;
  let high = choice.upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((choice.upTo[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return choice.venues[low] ?? 0;
}

/** Everything to choose from: the whole city, and each district for itself. */
interface Choices {
  readonly all: Choice;
  readonly byDistrict: ReadonlyMap<string, Choice>;
}

function makeChoices(city: City, count: number): Choices {
  const byDistrict = new Map<string, number[]>();
  for (let index = 0; index < count; index++) {
    const district = venueAt(city, index).divisionCode.slice(0, 6);
    const venues = byDistrict.get(district);
    if (venues === undefined) byDistrict.set(district, [index]);
    else venues.push(index);
  }
  return {
    all: choiceOf(Array.from({ length: count }, (_, index) => index)),
    byDistrict: new Map(Array.from(byDistrict, ([district, venues]) => [district, choiceOf(venues)])),
  };
}

function scansOf(city: City, options: PlanOptions, choices: Choices, residentIndex: number): PlannedScan[] {
  const random = randomAt(options.seed ?? city.seed, 'day', residentIndex);
  const near = choices.byDistrict.get(residentAt(city, residentIndex).homeDivision.slice(0, 6)) ?? choices.all;
  return Array.from({ length: pickWeighted(random, SCANS_OF_A_DAY) }, () => {
    const rush = pickWeighted(random, RUSHES);
    const venueIndex = draw(random, random.real() < NEAR_HOME_SHARE ? near : choices.all);
    return { at: within(options, around(random, rush.centre, rush.spread)), residentIndex, venueIndex };
  });
}

/** The case's own visits, and a few people who come through the same doors one to eight minutes later. */
function caseScans(options: PlanOptions, caseIndex: number, companions: readonly number[], venues: number): PlannedScan[] {
  return CASE_MINUTES.flatMap((minutes, stop) => {
    // Venues 1, 2 and 3 are the station, the mall and the market of every city.
    const venueIndex = (stop + 1) % venues;
    const after = companions.slice(stop * COMPANIONS_PER_VENUE, (stop + 1) * COMPANIONS_PER_VENUE);
    return [caseIndex, ...after].map((residentIndex, place) => ({
      at: within(options, minutes + place * 2) + residentIndex,
      residentIndex,
      venueIndex,
    }));
  });
}

/**
 * Plans 24 hours: rushes at 08:30, noon and evening by the city's clock, busy and quiet venues by Zipf's law, mostly
 * near home. The same options give the same plan.
 */
export function planDay(city: City, options: PlanOptions): DayPlan {
  const venues = Math.min(options.venues ?? city.size.venues, city.size.venues);
  requireIndex(options.residents - 1, city.size.residents);
  requireIndex(venues - 1, city.size.venues);
  const choices = makeChoices(city, venues);
  const caseIndex = Math.min(PERSONAS.case, options.residents - 1);
  const last = Math.min(caseIndex + 1 + CASE_MINUTES.length * COMPANIONS_PER_VENUE, options.residents);
  const companions = Array.from({ length: last - caseIndex - 1 }, (_, place) => caseIndex + 1 + place);
  const scans = caseScans(options, caseIndex, companions, venues);
  for (let residentIndex = 0; residentIndex < options.residents; residentIndex++) {
    if (residentIndex !== caseIndex) scans.push(...scansOf(city, options, choices, residentIndex));
  }
  scans.sort((a, b) => a.at - b.at || a.residentIndex - b.residentIndex);
  return { scans, start: options.start, end: options.start + DAY_MS, case: { residentIndex: caseIndex, companions } };
}
