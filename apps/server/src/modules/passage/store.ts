import type { Direction, Scene, VenueClass, VenueState } from '@tongxing/rules';
import { sql } from 'kysely';
import { bigintArray, integerArray, smallintArray, textArray, wordsArray } from '../../platform/database/binary-arrays';
import type { Database, Queryable } from '../../platform/database/database';
import { committedSince, ownSnapshot, type SeenSnapshot } from '../../platform/database/snapshots';
import { momentOf, momentWords } from './moments';

/** What is held in memory of a venue. */
export interface VenueFactRow {
  readonly id: number;
  readonly publicId: string;
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly divisionCode: string;
  readonly class: VenueClass;
  readonly scene: Scene;
  readonly state: VenueState;
  readonly hasDoor: boolean;
  /** Name of a gate, of a venue with several. */
  readonly checkpoint: string | null;
  /** Ways that people go here. */
  readonly directions: Direction;
}

/** Where a venue is closed, so are the points inside it. */
const venueFacts = sql`id, public_id, code, name, address, division_code, class, scene, checkpoint, directions,
  coalesce((select p.state from venues p where p.id = venues.parent_id and p.state <> 'active'), state) as state,
  exists (select from sessions s where s.kind = 'door' and s.subject_id = venues.id and s.expires_at > now()) as has_door`;

export async function readVenueFacts(db: Database, ids: readonly number[]): Promise<VenueFactRow[]> {
  const { rows } = await sql<VenueFactRow>`select ${venueFacts} from venues where id = any(${[...ids]})`.execute(db);
  return rows;
}

/** The next venues by id, a page of a city's. */
export async function readVenueFactsAfter(db: Database, id: number, limit: number): Promise<VenueFactRow[]> {
  const { rows } = await sql<VenueFactRow>`select ${venueFacts} from venues where id > ${id} order by id limit ${limit}`.execute(db);
  return rows;
}

/** A code that was valid once. */
export interface ReplacedCodeRow {
  readonly id: number;
  readonly code: string;
  readonly venueId: number;
}

/** Replaced codes of some venues. */
export async function readReplacedCodes(db: Database, venueIds: readonly number[]): Promise<ReplacedCodeRow[]> {
  const { rows } = await sql<ReplacedCodeRow>`select id, code, venue_id from replaced_codes where venue_id = any(${[...venueIds]})`.execute(
    db,
  );
  return rows;
}

/** The next replaced codes by id. */
export async function readReplacedCodesAfter(db: Database, id: number, limit: number): Promise<ReplacedCodeRow[]> {
  const { rows } =
    await sql<ReplacedCodeRow>`select id, code, venue_id from replaced_codes where id > ${id} order by id limit ${limit}`.execute(db);
  return rows;
}

/** What a read that starts now has seen. */
export async function readSnapshot(db: Database): Promise<SeenSnapshot> {
  const { rows } = await sql<{ seen: SeenSnapshot }>`select ${ownSnapshot} as seen`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not say which transactions it shows');
  return row.seen;
}

export interface FactChange {
  readonly kind: 'venue' | 'person' | 'regimes' | 'risk_areas' | 'policies' | 'device';
  readonly key: number | null;
}

/** Changes committed since a snapshot, each once, and the snapshot to go on from. */
export async function readFactChanges(db: Database, since: SeenSnapshot): Promise<{ seen: SeenSnapshot; changes: FactChange[] }> {
  const { rows } = await sql<FactChange & { seen: SeenSnapshot }>`select c.kind, c.key, ${ownSnapshot} as seen
    from (select 1) one left join fact_changes c on ${committedSince(since)}`.execute(db);
  return { seen: rows[0]?.seen ?? since, changes: rows.filter((row) => row.kind !== null) };
}

export async function sweepFactChanges(db: Queryable, before: number): Promise<void> {
  await sql`delete from fact_changes where at < ${new Date(before)}`.execute(db);
}

/** One row of `visits`, in its own small codes. */
export interface VisitRow {
  readonly eventId: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly personId: number;
  readonly venueId: number;
  readonly verdict: number;
  readonly advice: number;
  readonly evidence: number;
  readonly method: number;
  readonly direction: number;
  /** Tenths of a degree. */
  readonly temperature: number | null;
  readonly reasons: readonly number[] | null;
}

/** Four bits each, lowest first, as in the column `codes`. */
function packCodes({ verdict, advice, evidence, method, direction }: VisitRow): number {
  return verdict | (advice << 4) | (evidence << 8) | (method << 12) | (direction << 16);
}

const reasonsText = (reasons: readonly number[] | null) => (reasons === null ? null : `{${reasons.join(',')}}`);

/**
 * Writes visits by one statement, in one round trip.
 * @returns places in the list of those that were not written, since the person has a visit at that moment already: nearly always none.
 */
export async function insertVisits(db: Queryable, visits: readonly VisitRow[]): Promise<number[]> {
  const words = visits.map((visit) => momentWords(visit.eventId));
  const moments = wordsArray(
    words.map((one) => one.momentHigh),
    words.map((one) => one.momentLow),
  );
  const tails = wordsArray(
    words.map((one) => one.tailHigh),
    words.map((one) => one.tailLow),
  );
  const { rows } = await sql<{ place: number }>`select place from record_visits(
      ${moments}::bigint[], ${tails}::bigint[],
      ${integerArray(visits.map((visit) => visit.personId))}::integer[], ${integerArray(visits.map((visit) => visit.venueId))}::integer[],
      ${integerArray(visits.map((visit) => visit.recordedAt.getTime() - visit.at.getTime()))}::integer[],
      ${integerArray(visits.map(packCodes))}::integer[], ${smallintArray(visits.map((visit) => visit.temperature))}::smallint[],
      ${textArray(visits.map((visit) => reasonsText(visit.reasons)))}::text[])`.execute(db);
  return rows.map((row) => row.place);
}

/** Columns of a {@link VisitRow} out of the view `visit_log`. */
export const visitColumns = sql`event_id, at, recorded_at, person_id, venue_id, verdict, advice, evidence, method, direction, temperature, reasons`;

/** The visits that stand where these would: of the same person at the same moment. */
export async function readVisits(db: Queryable, visits: readonly Pick<VisitRow, 'eventId' | 'personId'>[]): Promise<VisitRow[]> {
  const { rows } = await sql<VisitRow>`select v.*
    from unnest(${integerArray(visits.map((visit) => visit.personId))}::integer[], ${bigintArray(visits.map((visit) => momentOf(visit.eventId).moment))}::bigint[])
      as wanted (person_id, moment)
    cross join lateral (
      select ${visitColumns} from visit_log l where l.person_id = wanted.person_id and l.moment = wanted.moment offset 0) v`.execute(db);
  return rows;
}

/** Sends texts to a channel; live feeds of all nodes listen. */
export async function notifyDoors(db: Queryable, payloads: readonly string[]): Promise<void> {
  await sql`select pg_notify('door_answers', payload) from unnest(${[...payloads]}::text[]) as payload`.execute(db);
}

/** Advisory lock number under which partitions are made: an arbitrary constant, the same in every node. */
const PARTITIONS_LOCK = 7_160_519;

/** Makes the partitions of a span of days (`YYYY-MM-DD`, inclusive). Nodes that start together wait for each other. */
export async function ensurePartitions(db: Database, firstDay: string, lastDay: string, timeZone: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${PARTITIONS_LOCK})`.execute(tx);
    await sql`select ensure_visit_partitions(${firstDay}::date, ${lastDay}::date, ${timeZone})`.execute(tx);
  });
}

/** Retention: drops every day before the given one, but for the newest that hold visits (db/migrations/0015). @returns how many were dropped. */
export async function dropPartitions(db: Queryable, beforeDay: string): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`select drop_visit_partitions(${beforeDay}::date) as dropped`.execute(db);
  return rows[0]?.dropped ?? 0;
}
