import { eventIdFrom } from '@tongxing/codes';
import { cross, EXPOSURE_REASONS, type ExposureReason, markRepeated, type Stay, stayEnd, type VenueClass } from '@tongxing/rules';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { evidenceCode } from '../passage/public';
import { ensurePartitions, insertVisits, type VisitRow } from '../passage/store';
import { reasonsOf } from './contacts';
import { runTrace } from './service';

const ZONE = 'Asia/Shanghai';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 4;
const [IN, OUT, BOTH] = [0, 1, 2] as const;
const CASE = 1;
const PERSONS = 5;
const RUNS = 40;

let cloned: ClonedDatabase;
let owner: OpenDatabase;
let running: OpenDatabase;
let venues: { id: number; class: VenueClass }[];
/** Midnight of the first day: the last of them is over long enough to be compacted. */
let start: number;

beforeAll(async () => {
  cloned = await cloneDatabase();
  const open = (url: string) => openDatabase({ url, connections: 2, onError: () => undefined });
  owner = open(cloned.ownerUrl);
  running = open(cloned.runningUrl);
  start = startOfDay(Date.now(), ZONE).getTime() - (DAYS + 1) * DAY_MS;
  venues = (
    await sql<{ id: number; class: VenueClass }>`select distinct on (class) id, class from venues order by class, id`.execute(owner.db)
  ).rows;
});
afterAll(async () => {
  await Promise.all([owner.close(), running.close()]);
  await cloned.drop();
});

/** A contact as somebody would tell of it. */
interface Contact {
  readonly personId: number;
  readonly venueId: number;
  readonly at: number;
  readonly until: number;
  readonly caseAt: number;
  readonly caseUntil: number;
  readonly overlapMinutes: number;
  readonly evidence: number;
  readonly reasons: readonly ExposureReason[];
}

interface Scan {
  readonly person: number;
  readonly venue: number;
  /** Milliseconds after {@link start}; no person is scanned twice in one. */
  readonly at: number;
  readonly direction: number;
  readonly evidence: number;
  /** Uploaded when its day had been compacted already. */
  readonly isLate: boolean;
}

interface World {
  readonly scans: readonly Scan[];
  /** Which days are compacted. */
  readonly compacted: readonly boolean[];
  readonly lagMinutes: number;
  /** Milliseconds after {@link start}. */
  readonly from: number;
  readonly to: number;
}

const anyScan = fc.record({
  person: fc.integer({ min: 1, max: PERSONS }),
  venue: fc.integer({ min: 0, max: 2 }),
  // Close together, so that stays meet; on whole minutes often, so that they touch.
  at: fc
    .tuple(
      fc.integer({ min: 0, max: DAYS - 1 }),
      fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 90, max: 150 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 287 }) }),
      fc.constantFrom(0, 0, 1, 59_999),
    )
    .map(([day, slot, ms]) => day * DAY_MS + slot * 5 * MINUTE_MS + ms),
  direction: fc.constantFrom(IN, IN, OUT, BOTH),
  evidence: fc.integer({ min: 0, max: 4 }),
  isLate: fc.boolean(),
});

const anyWorld: fc.Arbitrary<World> = fc.record({
  scans: fc.uniqueArray(anyScan, { minLength: 60, maxLength: 200, selector: (scan) => `${scan.person} ${scan.at}` }),
  compacted: fc.array(fc.boolean(), { minLength: DAYS, maxLength: DAYS }),
  lagMinutes: fc.constantFrom(0, 30, 120),
  from: fc.integer({ min: 0, max: 2 * DAY_MS }),
  to: fc.integer({ min: 2 * DAY_MS, max: DAYS * DAY_MS }),
});

const dayName = (day: number) => dayFrom(start, day, ZONE);

/** The days anew, then what was scanned in time, then the compaction, then what was uploaded late. */
async function build(world: World): Promise<void> {
  for (let day = 0; day < DAYS; day += 1) {
    await sql`drop table if exists ${sql.table(`visits_${dayName(day).replaceAll('-', '')}`)}`.execute(owner.db);
  }
  await ensurePartitions(running.db, dayName(0), dayName(DAYS), ZONE);
  const rows = world.scans.map((scan, place) => ({ isLate: scan.isLate, row: rowOf(scan, place) }));
  await insertVisits(
    running.db,
    rows.filter(({ isLate }) => !isLate).map(({ row }) => row),
  );
  for (const [day, isCompacted] of world.compacted.entries()) {
    if (isCompacted) await sql`select compact_visit_day(${dayName(day)}::date)`.execute(running.db);
  }
  await insertVisits(
    running.db,
    rows.filter(({ isLate }) => isLate).map(({ row }) => row),
  );
}

function rowOf({ person, venue, at, direction, evidence, isLate }: Scan, place: number): VisitRow {
  const ms = start + at;
  const random = Uint8Array.from({ length: 10 }, (_, byte) => (place * 31 + byte * 7) & 0xff);
  return {
    eventId: eventIdFrom(ms, random),
    at: new Date(ms),
    recordedAt: new Date(ms + (isLate ? 70 * 60 * MINUTE_MS : 400)),
    personId: person,
    venueId: venues[venue]?.id ?? 0,
    verdict: 0,
    advice: 0,
    evidence,
    method: 0,
    direction,
    temperature: null,
    reasons: null,
  };
}

/** The same by looking at everything: what the words of the service say, and nothing clever. */
function naive(world: World, asOf: number): Contact[] {
  const scans = [...world.scans].sort((a, b) => a.at - b.at);
  const next = (scan: Scan) => scans.find((other) => other.person === scan.person && other.at > scan.at);
  const before = (scan: Scan) => scans.findLast((other) => other.person === scan.person && other.at < scan.at);
  const classOf = (scan: Scan) => venues[scan.venue]?.class ?? 'other';
  const isExitOf = (exit: Scan, entry: Scan | undefined) =>
    entry !== undefined && exit.direction === OUT && entry.direction !== OUT && exit.venue === entry.venue;
  const ends = (scan: Scan, following: Scan | undefined): number => {
    const isExit =
      following !== undefined && following.direction === OUT && following.venue === scan.venue && following.at - scan.at < DAY_MS;
    const { until } = isExit
      ? stayEnd({ at: scan.at, exitAt: following.at }, undefined, classOf(scan))
      : stayEnd({ at: scan.at }, following?.at, classOf(scan));
    return Math.max(scan.at + MINUTE_MS, Math.min(until, asOf - start));
  };
  const own = scans.filter((scan) => scan.person === CASE && scan.at >= world.from && scan.at < world.to);
  const stops = own.flatMap((scan, place) => (isExitOf(scan, own[place - 1]) ? [] : [{ scan, until: ends(scan, own[place + 1]) }]));
  const found = stops.flatMap((stop) => {
    const stays = new Map<string, { person: number; at: number; until: number; evidence: number }>();
    const earliest = stop.scan.at - stayEnd({ at: 0 }, undefined, classOf(stop.scan)).until;
    for (const scan of scans) {
      if (
        scan.person === CASE ||
        scan.venue !== stop.scan.venue ||
        scan.at < earliest ||
        scan.at >= stop.until + world.lagMinutes * MINUTE_MS
      )
        continue;
      const entry = before(scan);
      const stay =
        entry !== undefined && isExitOf(scan, entry) && scan.at - entry.at < DAY_MS
          ? { at: entry.at, until: ends(entry, scan) }
          : { at: scan.at, until: ends(scan, next(scan)) };
      const key = `${scan.person} ${stay.at}`;
      if (!stays.has(key)) stays.set(key, { person: scan.person, ...stay, evidence: scan.evidence });
    }
    const caseStay: Stay = { at: stop.scan.at, until: stop.until, evidence: evidenceCode.read(stop.scan.evidence) };
    return [...stays.values()].flatMap(({ person, at, until, evidence }) => {
      const crossing = cross(caseStay, { at, until, evidence: evidenceCode.read(evidence) }, world);
      return crossing === undefined ? [] : [{ ...crossing, person, at, until, evidence, stop }];
    });
  });
  const persons = new Set(found.map((one) => one.person));
  return [...persons].flatMap((person) =>
    markRepeated(found.filter((one) => one.person === person)).map(({ stop, at, until, evidence, overlapMinutes, reasons }) => ({
      personId: person,
      venueId: venues[stop.scan.venue]?.id ?? 0,
      at: start + at,
      until: start + until,
      caseAt: start + stop.scan.at,
      caseUntil: start + stop.until,
      overlapMinutes,
      evidence,
      reasons,
    })),
  );
}

const inOrder = <T extends { personId: number; at: number; caseAt: number }>(contacts: readonly T[]) =>
  [...contacts].sort((a, b) => a.personId - b.personId || a.caseAt - b.caseAt || a.at - b.at);

async function traced(world: World, asOf: number): Promise<Contact[]> {
  const { lagMinutes } = world;
  const question = { personId: CASE, windowFrom: new Date(start + world.from), windowTo: new Date(start + world.to), lagMinutes };
  const { stays, contacts } = await running.db.transaction().execute((tx) => runTrace(tx, question, asOf));
  return Array.from(contacts.personId, (personId, place) => {
    const stay = stays[contacts.stay[place] ?? -1];
    const of = (column: ArrayLike<number>) => column[place] ?? Number.NaN;
    return {
      personId,
      venueId: stay?.visit.venueId ?? 0,
      at: of(contacts.at),
      until: of(contacts.until),
      caseAt: stay?.visit.at.getTime() ?? 0,
      caseUntil: stay?.until ?? 0,
      overlapMinutes: of(contacts.overlapMinutes),
      evidence: of(contacts.evidence),
      reasons: reasonsOf(of(contacts.reasons)),
    };
  });
}

describe('a trace', () => {
  it('finds what looking at everything finds, however the days were stored and whatever came late', async () => {
    let contacts = 0;
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        await build(world);
        const asOf = start + DAYS * DAY_MS;
        const found = await traced(world, asOf);
        contacts += found.length;
        expect(inOrder(found)).toEqual(inOrder(naive(world, asOf)));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // Worlds in which nobody meets would prove nothing.
    expect(contacts).toBeGreaterThan(RUNS * 5);
  }, 120_000);

  it('names the weightiest first', async () => {
    const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 7 });
    if (world === undefined) throw new Error('no world');
    await build(world);
    const found = await traced({ ...world, from: 0, to: DAYS * DAY_MS }, start + DAYS * DAY_MS);
    const ranks = found.map(({ reasons }) => EXPOSURE_REASONS.map((reason) => (reasons.includes(reason) ? '1' : '0')).join(''));
    expect(ranks).toEqual([...ranks].sort().reverse());
    expect(found.length).toBeGreaterThan(3);
  });
});
