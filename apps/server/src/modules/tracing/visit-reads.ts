import type { VenueClass } from '@tongxing/rules';
import { sql } from 'kysely';
import { bigintArray, integerArray } from '../../platform/database/binary-arrays';
import type { Queryable, Tx } from '../../platform/database/database';
import { directionCode, momentAt } from '../passage/public';

/**
 * Tracing reads the access paths of `visits` and must stay on them whatever the planner believes: today's partition
 * has no statistics, and a planner left alone once took 56 s for what takes 4 ms (architecture, Data).
 */
export async function stayOnIndexes(tx: Tx): Promise<void> {
  await sql`select set_config(name, 'off', true) from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit']) as name`.execute(
    tx,
  );
}

const EXIT = directionCode.write('out');

export interface CaseVisit {
  readonly eventId: string;
  readonly at: Date;
  readonly nextAt: Date | null;
  /** The next scan is the exit from this venue. */
  readonly nextIsExit: boolean;
  readonly venueId: number;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly venueCheckpoint: string | null;
  readonly venueClass: VenueClass;
  readonly verdict: number;
  readonly evidence: number;
}

/**
 * Where a person was in a window, oldest first, each with the person's next scan. The exit of an entry before it is
 * the end of that stay and no stop of its own.
 */
export async function readCaseVisits(db: Queryable, personId: number, from: Date, to: Date): Promise<CaseVisit[]> {
  const { rows } =
    await sql<CaseVisit>`select event_id, at, next_at, next_is_exit, venue_id, venue_name, venue_address, venue_checkpoint, venue_class, verdict, evidence from (
      select x.event_id, x.moment, x.at, x.venue_id, v.name as venue_name, v.address as venue_address, v.checkpoint as venue_checkpoint, v.class as venue_class, x.verdict, x.evidence,
        lead(x.at) over scans as next_at,
        coalesce(lead(x.direction) over scans = ${EXIT} and lead(coalesce(v.parent_id, v.id)) over scans = coalesce(v.parent_id, v.id), false) as next_is_exit,
        coalesce(x.direction = ${EXIT} and lag(x.direction) over scans <> ${EXIT} and lag(coalesce(v.parent_id, v.id)) over scans = coalesce(v.parent_id, v.id), false) as is_exit
      from visit_log x join venues v on v.id = x.venue_id
      where x.person_id = ${personId} and x.moment >= ${momentAt(from.getTime())} and x.moment < ${momentAt(to.getTime())}
      window scans as (order by x.moment)) scan
    where not is_exit order by moment`.execute(db);
  return rows;
}

/** Venue and gates of each of these venues or gates that has several, by its own index. */
export async function readPoints(db: Queryable, venueIds: readonly number[]): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ venueId: number; points: number[] }>`select s.id as venue_id, p.points from venues s
    cross join lateral (select array_agg(id order by id) as points from (
      select coalesce(s.parent_id, s.id) as id union all select id from venues where parent_id = coalesce(s.parent_id, s.id)) one) p
    where s.id = any(${integerArray([...new Set(venueIds)])}::integer[]) and cardinality(p.points) > 1`.execute(db);
  return new Map(rows.map(({ venueId, points }) => [venueId, points]));
}

/** Half-open; epoch milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A span at a venue in which somebody else's scan may cross the case's stay. */
export interface Search extends Span {
  readonly venueId: number;
}

/**
 * Scans at venues of the case, in columns: a trace looks at tens of thousands, and as many small objects would cost the
 * collector more than all the rest costs.
 */
export class Scans {
  /** Place in the list of searches, from 0. */
  readonly search: Int32Array;
  readonly personId: Int32Array;
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  readonly evidence: Uint8Array;
  readonly isExit: Uint8Array;
  /** What the row knows of the person's next scan (db/migrations/0010). */
  readonly onward: Int32Array;

  constructor(readonly count: number) {
    this.search = new Int32Array(count);
    this.personId = new Int32Array(count);
    this.at = new Float64Array(count);
    this.evidence = new Uint8Array(count);
    this.isExit = new Uint8Array(count);
    this.onward = new Int32Array(count);
  }
}

const moments = (spans: readonly Span[], pick: (span: Span) => number) => bigintArray(spans.map((span) => momentAt(pick(span))));

/** All that spans have in common for the planner: partitions outside are not even opened. */
function within(spans: readonly Span[]) {
  const [from, to] = [
    spans.reduce((least, span) => Math.min(least, span.from), Infinity),
    spans.reduce((most, span) => Math.max(most, span.to), -Infinity),
  ];
  return sql`moment >= ${momentAt(from)} and moment < ${momentAt(to)}`;
}

/** Milliseconds since 1970 of a moment. */
const epochMs = sql`((moment >> 22) + 1577836800000)`;
/** Milliseconds after the search's beginning, person; then in one number what is known of the next scan, evidence, and whether it is an exit. */
const SCAN_BYTES = 12;
const EVIDENCE_BITS = 4;
const TWO_TO_32 = 2 ** 32;
const readMs = (bytes: Buffer, offset: number) => bytes.readUInt32BE(offset) * TWO_TO_32 + bytes.readUInt32BE(offset + 4);

/** Thousands of rows come as one value: as rows, each would be taken apart and named by the driver. */
interface Packed {
  readonly place: number;
  readonly packed: Buffer | null;
}

function* records(rows: readonly Packed[], bytes: number): Generator<readonly [place: number, packed: Buffer, offset: number]> {
  for (const { place, packed } of rows) {
    for (let offset = 0; packed !== null && offset < packed.length; offset += bytes) yield [place, packed, offset];
  }
}

const venueSpans = (searches: readonly Search[]) => sql`unnest(${integerArray(searches.map((search) => search.venueId))}::integer[],
    ${moments(searches, (span) => span.from)}::bigint[], ${moments(searches, (span) => span.to)}::bigint[])
  with ordinality as s (venue_id, from_moment, to_moment, place)`;
const atVenue = sql`v.venue_id = s.venue_id and visit_slot(v.moment) >= visit_slot(s.from_moment) and visit_slot(v.moment) <= visit_slot(s.to_moment)
  and v.moment >= s.from_moment and v.moment < s.to_moment`;

/** Scans of everybody else at the venues, in no order. */
export async function readScans(tx: Tx, personId: number, searches: readonly Search[]): Promise<Scans> {
  if (searches.length === 0) return new Scans(0);
  const { rows } = await sql<Packed>`select (s.place - 1)::integer as place, x.packed from ${venueSpans(searches)}
    cross join lateral (
      select string_agg(int8send((((moment - s.from_moment) >> 22) << 32) | person_id)
        || int4send((visit_onward(codes, tail, delay) << 5) | (codes >> 7 & 30) | ((codes >> 16 & 15) = ${EXIT})::integer), '') as packed
      from visits v where ${atVenue} and person_id <> ${personId}::integer and ${within(searches)}) x`.execute(tx);
  const scans = new Scans(rows.reduce((sum, { packed }) => sum + (packed?.length ?? 0) / SCAN_BYTES, 0));
  let scan = 0;
  for (const { place, packed } of rows) {
    const from = Math.floor(searches[place]?.from ?? 0);
    for (let offset = 0; packed !== null && offset < packed.length; offset += SCAN_BYTES) {
      const known = packed.readUInt32BE(offset + 8);
      scans.search[scan] = place;
      scans.at[scan] = from + packed.readInt32BE(offset);
      scans.personId[scan] = packed.readInt32BE(offset + 4);
      scans.onward[scan] = known >>> (EVIDENCE_BITS + 1);
      scans.evidence[scan] = (known >> 1) & 15;
      scans.isExit[scan] = known & 1;
      scan += 1;
    }
  }
  return scans;
}

export interface ExitScan {
  readonly search: number;
  readonly personId: number;
  readonly at: number;
}

/** Exit scans at venues, in no order. */
export async function readExits(tx: Tx, searches: readonly Search[]): Promise<ExitScan[]> {
  const { rows } = await sql<Packed>`select (s.place - 1)::integer as place, x.packed from ${venueSpans(searches)}
    cross join lateral (
      select string_agg(int8send(${epochMs}) || int4send(person_id), '') as packed
      from visits v where ${atVenue} and (codes >> 16 & 15) = 1 and ${within(searches)}) x`.execute(tx);
  return Array.from(records(rows, 12), ([search, packed, offset]) => ({
    search,
    personId: packed.readInt32BE(offset + 8),
    at: readMs(packed, offset),
  }));
}

/** A span in which a person's first scan is asked for. */
export interface PersonSpan extends Span {
  readonly personId: number;
}

/** @returns of each span when the person was scanned first, epoch milliseconds; nothing where there was no scan. */
export async function readFirstScans(tx: Tx, spans: readonly PersonSpan[]): Promise<Map<number, number>> {
  const { rows } = await sql<Packed>`select 0 as place, string_agg(int4send(s.place::integer - 1) || int8send(x.ms), '') as packed
    from unnest(${integerArray(spans.map((span) => span.personId))}::integer[], ${moments(spans, (span) => span.from)}::bigint[],
      ${moments(spans, (span) => span.to)}::bigint[]) with ordinality as s (person_id, from_moment, to_moment, place)
    cross join lateral (
      select ${epochMs} as ms from visits v
      where v.person_id = s.person_id and v.moment >= s.from_moment and v.moment < s.to_moment and ${within(spans)} order by v.moment limit 1) x`.execute(
    tx,
  );
  return new Map(Array.from(records(rows, 12), ([, packed, offset]) => [packed.readInt32BE(offset), readMs(packed, offset + 4)]));
}

export interface LastScan {
  /** Place in the list of spans. */
  readonly place: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly venueId: number;
  readonly isExit: boolean;
}

/** The last scan of a person in each span that has any. */
export async function readLastScans(tx: Tx, spans: readonly PersonSpan[]): Promise<LastScan[]> {
  const { rows } = await sql<Packed>`select 0 as place,
      string_agg(int4send(s.place::integer - 1) || int8send(x.ms) || int4send(x.venue_id) || int4send(x.codes), '') as packed
    from unnest(${integerArray(spans.map((span) => span.personId))}::integer[], ${moments(spans, (span) => span.from)}::bigint[],
      ${moments(spans, (span) => span.to)}::bigint[]) with ordinality as s (person_id, from_moment, to_moment, place)
    cross join lateral (
      select ${epochMs} as ms, venue_id, codes from visits v
      where v.person_id = s.person_id and v.moment >= s.from_moment and v.moment < s.to_moment and ${within(spans)} order by v.moment desc limit 1) x`.execute(
    tx,
  );
  return Array.from(records(rows, 20), ([, packed, offset]) => ({
    place: packed.readInt32BE(offset),
    at: readMs(packed, offset + 4),
    venueId: packed.readInt32BE(offset + 12),
    isExit: ((packed.readInt32BE(offset + 16) >> 16) & 15) === EXIT,
  }));
}
