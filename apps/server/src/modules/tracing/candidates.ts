import { DEFAULT_STAY_MINUTES, type VenueClass } from '@tongxing/rules';
import type { Tx } from '../../platform/database/database';
import { type PersonSpan, readExits, readFirstScans, readLastScans, readScans, Scans, type Search } from './visit-reads';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A search with the class of its venue, which says how long a stay there usually is. */
export interface VenueSearch extends Search {
  readonly venueClass: VenueClass;
  /** Place of the case's stay in their list: at a venue with gates there is a search for each. */
  readonly stay: number;
}

/** Stays of others at venues of the case, before they are compared with the case's; in columns, as {@link Scans}. */
export class Candidates extends Scans {
  /** A scan of the person that may end the stay, epoch milliseconds; not a number when none comes in time. */
  readonly nextAt = new Float64Array(this.count).fill(Number.NaN);
  readonly nextIsExit = new Uint8Array(this.count);
  /** Epoch milliseconds from which on the next scan must be looked for; not a number when it is known. */
  readonly openFrom = new Float64Array(this.count);
  /** An exit whose entry is a candidate itself: no stay of its own. */
  readonly isPart = new Uint8Array(this.count);

  static of(scans: Scans): Candidates {
    const made = new Candidates(scans.count);
    made.search.set(scans.search);
    made.personId.set(scans.personId);
    made.at.set(scans.at);
    made.evidence.set(scans.evidence);
    made.isExit.set(scans.isExit);
    made.onward.set(scans.onward);
    for (let place = 0; place < made.count; place += 1) made.learn(place);
    return made;
  }

  /** The next scan of a candidate is found. */
  settle(place: number, nextAt: number, isExit: boolean): void {
    this.nextAt[place] = nextAt;
    this.nextIsExit[place] = isExit ? 1 : 0;
    this.openFrom[place] = Number.NaN;
  }

  /** What the row itself knows: db/migrations/0010. */
  private learn(place: number): void {
    const at = this.at[place] ?? 0;
    const onward = this.onward[place] ?? 0;
    const kind = (onward - 1) % ONWARD_KINDS;
    const then = at + Math.floor((onward - 1) / ONWARD_KINDS);
    if (onward === 0) this.openFrom[place] = at + 1;
    else if (kind === ONWARD.none) this.openFrom[place] = then;
    else this.settle(place, then, kind === ONWARD.exit);
  }
}

const ONWARD = { next: 0, exit: 1, none: 2 } as const;
const ONWARD_KINDS = 3;

/**
 * Stays of others at the case's venues, each with the scan that ends it. Four questions at most, whatever the number
 * of people: who was scanned there; which exits were scanned there afterwards; when those were scanned next of whom
 * neither the row nor an exit says it; and which entry an exit belongs to that has none in sight.
 */
export async function findCandidates(tx: Tx, personId: number, searches: readonly VenueSearch[]): Promise<Candidates> {
  const candidates = Candidates.of(await readScans(tx, personId, searches));
  const exits = await exitsAfter(tx, searches, candidates);
  await lookForward(tx, { searches, candidates, exits });
  await lookBack(tx, searches, candidates);
  return candidates;
}

/** Exit scans by search and person, oldest first. */
type Exits = readonly (ReadonlyMap<number, readonly number[]> | undefined)[];

/** Exits that may end a stay whose next scan is not known. */
async function exitsAfter(tx: Tx, searches: readonly VenueSearch[], candidates: Candidates): Promise<Exits> {
  const asked = exitSearches(searches, candidates);
  const exits: Map<number, number[]>[] = [];
  for (const { search, personId, at } of asked.length === 0 ? [] : await readExits(tx, asked)) {
    const where = asked[search]?.search ?? 0;
    const persons = exits[where] ?? new Map<number, number[]>();
    exits[where] = persons;
    const known = persons.get(personId);
    if (known === undefined) persons.set(personId, [at]);
    else known.push(at);
  }
  for (const persons of exits) for (const ats of persons?.values() ?? []) ats.sort((a, b) => a - b);
  return exits;
}

/** Where and when: from the first moment of which nothing is known until a day after the last scan. */
function exitSearches(searches: readonly VenueSearch[], candidates: Candidates): (Search & { readonly search: number })[] {
  const from = new Float64Array(searches.length).fill(Infinity);
  const to = new Float64Array(searches.length).fill(-Infinity);
  for (let place = 0; place < candidates.count; place += 1) {
    const [search, openFrom] = [candidates.search[place] ?? 0, candidates.openFrom[place] ?? 0];
    const latest = (candidates.at[place] ?? 0) + DAY_MS;
    if (openFrom < (from[search] ?? 0)) from[search] = openFrom;
    if (openFrom < latest && latest > (to[search] ?? 0)) to[search] = latest;
  }
  return searches
    .map(({ venueId }, search) => ({ search, venueId, from: from[search] ?? 0, to: to[search] ?? 0 }))
    .filter((span) => span.from < span.to);
}

interface Findings {
  readonly searches: readonly VenueSearch[];
  /** Completed in place. */
  readonly candidates: Candidates;
  readonly exits: Exits;
}

/** The next scan matters when it comes within the usual stay, or is the exit. */
async function lookForward(tx: Tx, { searches, candidates, exits }: Findings): Promise<void> {
  const asked: { readonly place: number; readonly exit: number | undefined; readonly span: PersonSpan }[] = [];
  const stays = searches.map(({ venueClass }) => DEFAULT_STAY_MINUTES[venueClass] * MINUTE_MS);
  for (let place = 0; place < candidates.count; place += 1) {
    const [search, at, openFrom] = [candidates.search[place] ?? 0, candidates.at[place] ?? 0, candidates.openFrom[place] ?? 0];
    const personId = candidates.personId[place] ?? 0;
    const exit = exits[search]?.get(personId)?.find((exitAt) => exitAt >= openFrom && exitAt < at + DAY_MS);
    const to = Math.max(at + (stays[search] ?? 0), exit === undefined ? 0 : exit + 1);
    if (openFrom < to) asked.push({ place, exit, span: { personId, from: openFrom, to } });
  }
  if (asked.length === 0) return;
  const found = await readFirstScans(
    tx,
    asked.map(({ span }) => span),
  );
  for (const [index, nextAt] of found) {
    const { place, exit } = asked[index] ?? {};
    if (place !== undefined) candidates.settle(place, nextAt, nextAt === exit);
  }
}

/** An exit belongs to the entry before it, which may have been scanned before the span that was searched. */
async function lookBack(tx: Tx, searches: readonly VenueSearch[], candidates: Candidates): Promise<void> {
  const loose = looseExits(candidates);
  if (loose.length === 0) return;
  const spans = loose.map((place) => {
    const at = candidates.at[place] ?? 0;
    return { personId: candidates.personId[place] ?? 0, from: at - DAY_MS + 1, to: at };
  });
  for (const { place: index, at, venueId, isExit } of await readLastScans(tx, spans)) {
    const place = loose[index] ?? 0;
    // In by one gate and out by another is one stay.
    const { stay } = searches[candidates.search[place] ?? 0] ?? {};
    if (isExit || !searches.some((one) => one.stay === stay && one.venueId === venueId)) continue;
    candidates.settle(place, candidates.at[place] ?? 0, true);
    candidates.at[place] = at;
  }
}

/** Exits that end no stay in sight; the others are marked as part of it. */
function looseExits(candidates: Candidates): number[] {
  const { count, search, personId, at, isExit, isPart, nextAt, nextIsExit } = candidates;
  const exits = exitsByPerson(candidates);
  for (let place = 0; place < count; place += 1) {
    if (nextIsExit[place] === 0 || isExit[place] === 1) continue;
    for (const exit of exits.get(personId[place] ?? 0) ?? []) {
      if (search[exit] === search[place] && at[exit] === nextAt[place]) isPart[exit] = 1;
    }
  }
  return [...exits.values()].flat().filter((exit) => isPart[exit] === 0);
}

/** Places of the candidates that are exits. */
function exitsByPerson({ isExit, personId }: Candidates): Map<number, number[]> {
  const exits = new Map<number, number[]>();
  for (let place = isExit.indexOf(1); place >= 0; place = isExit.indexOf(1, place + 1)) {
    const person = personId[place] ?? 0;
    exits.set(person, [...(exits.get(person) ?? []), place]);
  }
  return exits;
}
