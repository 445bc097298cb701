import { DEFAULT_STAY_MINUTES, type VenueClass } from '@tongxing/rules';
import type { Tx } from '../../platform/database/database';
import { type ExitScan, type PersonSpan, readExits, readFirstScans, readLastScans, readScans, type Scan, type Search } from './visit-reads';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Somebody's stay at a venue of the case, before it is compared with the case's. */
export interface Candidate {
  /** Place in the list of searches, from 0. */
  readonly search: number;
  readonly personId: number;
  /** Beginning of the stay, epoch milliseconds: this scan, or the entry whose exit it is. */
  readonly at: number;
  /** A scan of the person that may end it, epoch milliseconds; absent when none comes in time. */
  readonly nextAt: number | undefined;
  readonly nextIsExit: boolean;
  readonly evidence: number;
}

/** A search with the class of its venue, which says how long a stay there usually is. */
export interface VenueSearch extends Search {
  readonly venueClass: VenueClass;
}

/** What a row knows of the person's next scan: db/migrations/0010. */
const ONWARD = { next: 0, exit: 1, none: 2 } as const;
const ONWARD_KINDS = 3;

/** What is known of the next scan after a scan, and from when on nothing is. */
interface Knowledge {
  /** The next scan; absent when none was found yet. */
  readonly nextAt?: number;
  readonly isExit?: boolean;
  /** Epoch milliseconds from which on the next scan must be looked for. */
  readonly openFrom: number;
}

function knowledgeOf({ at, onward }: Scan): Knowledge {
  if (onward === 0) return { openFrom: at + 1 };
  const kind = (onward - 1) % ONWARD_KINDS;
  const then = at + (onward - 1 - kind) / ONWARD_KINDS;
  return kind === ONWARD.none ? { openFrom: then } : { nextAt: then, isExit: kind === ONWARD.exit, openFrom: then };
}

/**
 * Stays of others at the case's venues, each with the scan that ends it. Four questions at most, whatever the number
 * of people: who was scanned there; which exits were scanned there afterwards; when those were scanned next of whom
 * neither the row nor an exit says it; and which entry an exit belongs to that has none in sight.
 */
export async function findCandidates(tx: Tx, personId: number, searches: readonly VenueSearch[]): Promise<Candidate[]> {
  const scans = await readScans(tx, personId, searches);
  const knowledge = scans.map(knowledgeOf);
  const exits = await exitsAfter(tx, searches, scans, knowledge);
  await lookForward(tx, { searches, scans, knowledge, exits });
  return withEntries(tx, searches, scans, knowledge);
}

/** Exit scans by search and person, oldest first. */
type Exits = ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;

/** Exits that may end a stay whose next scan is not known: within a day of it. */
async function exitsAfter(
  tx: Tx,
  searches: readonly VenueSearch[],
  scans: readonly Scan[],
  knowledge: readonly Knowledge[],
): Promise<Exits> {
  const spans = new Map<number, { from: number; to: number }>();
  for (const [place, { search, at }] of scans.entries()) {
    const known = knowledge[place];
    if (known === undefined || known.nextAt !== undefined) continue;
    const span = spans.get(search);
    if (span === undefined) spans.set(search, { from: known.openFrom, to: at + DAY_MS });
    else {
      span.from = Math.min(span.from, known.openFrom);
      span.to = Math.max(span.to, at + DAY_MS);
    }
  }
  const asked = [...spans].flatMap(([search, span]) => {
    const venueId = searches[search]?.venueId;
    return venueId === undefined || span.from >= span.to ? [] : [{ search, venueId, ...span }];
  });
  const found = asked.length === 0 ? [] : await readExits(tx, asked);
  return bySearchAndPerson(found.map((exit) => ({ ...exit, search: asked[exit.search]?.search ?? -1 })));
}

function bySearchAndPerson(exits: readonly ExitScan[]): Exits {
  const grouped = new Map<number, Map<number, number[]>>();
  for (const { search, personId, at } of exits) {
    const persons = grouped.get(search) ?? new Map<number, number[]>();
    grouped.set(search, persons);
    const known = persons.get(personId);
    if (known === undefined) persons.set(personId, [at]);
    else known.push(at);
  }
  for (const persons of grouped.values()) for (const ats of persons.values()) ats.sort((a, b) => a - b);
  return grouped;
}

interface Findings {
  readonly searches: readonly VenueSearch[];
  readonly scans: readonly Scan[];
  /** Completed in place. */
  readonly knowledge: Knowledge[];
  readonly exits: Exits;
}

/** The next scan matters when it comes within the usual stay, or is the exit. */
async function lookForward(tx: Tx, { searches, scans, knowledge, exits }: Findings): Promise<void> {
  const asked: { place: number; exit: number | undefined; span: PersonSpan }[] = [];
  for (const [place, { search, personId, at }] of scans.entries()) {
    const known = knowledge[place];
    if (known === undefined || known.nextAt !== undefined) continue;
    const exit = exits
      .get(search)
      ?.get(personId)
      ?.find((exitAt) => exitAt >= known.openFrom && exitAt < at + DAY_MS);
    const to = Math.max(at + stayMs(searches[search]), exit === undefined ? 0 : exit + 1);
    if (known.openFrom < to) asked.push({ place, exit, span: { personId, from: known.openFrom, to } });
  }
  if (asked.length === 0) return;
  const found = await readFirstScans(
    tx,
    asked.map(({ span }) => span),
  );
  for (const [index, { place, exit }] of asked.entries()) {
    const nextAt = found.get(index);
    if (nextAt !== undefined) knowledge[place] = { nextAt, isExit: nextAt === exit, openFrom: nextAt };
  }
}

const stayMs = (search: VenueSearch | undefined) => (search === undefined ? 0 : DEFAULT_STAY_MINUTES[search.venueClass] * MINUTE_MS);

/** An exit belongs to the entry before it, which may have been scanned before the span that was searched. */
async function withEntries(
  tx: Tx,
  searches: readonly VenueSearch[],
  scans: readonly Scan[],
  knowledge: readonly Knowledge[],
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  const taken = new Set<string>();
  const loose: number[] = [];
  for (const [place, scan] of scans.entries()) {
    if (scan.isExit) {
      loose.push(place);
      continue;
    }
    const candidate = candidateOf(scan, knowledge[place]);
    candidates.push(candidate);
    if (candidate.nextIsExit) taken.add(`${scan.search} ${scan.personId} ${candidate.nextAt}`);
  }
  const exits = loose.flatMap((place) => {
    const scan = scans[place];
    return scan === undefined || taken.has(`${scan.search} ${scan.personId} ${scan.at}`) ? [] : [{ scan, known: knowledge[place] }];
  });
  if (exits.length === 0) return candidates;
  const before = await readLastScans(
    tx,
    exits.map(({ scan }) => ({ personId: scan.personId, from: scan.at - DAY_MS + 1, to: scan.at })),
  );
  const entries = new Map(before.map((entry) => [entry.place, entry]));
  for (const [index, { scan, known }] of exits.entries()) {
    const entry = entries.get(index);
    const isEntry = entry !== undefined && !entry.isExit && entry.venueId === searches[scan.search]?.venueId;
    candidates.push(
      isEntry ? { ...candidateOf(scan, undefined), at: entry.at, nextAt: scan.at, nextIsExit: true } : candidateOf(scan, known),
    );
  }
  return candidates;
}

function candidateOf({ search, personId, at, evidence }: Scan, known: Knowledge | undefined): Candidate {
  return { search, personId, at, nextAt: known?.nextAt, nextIsExit: known?.isExit ?? false, evidence };
}
