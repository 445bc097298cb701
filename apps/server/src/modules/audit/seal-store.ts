import { sql } from 'kysely';
import type { Database, Queryable, Tx } from '../../platform/database/database';
import type { Content } from './content';
import type { Head, Seal } from './seal';

/** Advisory lock under which seals are made: an arbitrary constant, the same in every node. */
const SEALER_LOCK = 7_160_523;

/** @returns false when another node is at it. */
export async function lockSealer(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as locked`.execute(tx);
  return rows[0]?.locked === true;
}

interface SealRow {
  readonly number: number;
  readonly position: number;
  readonly hash: string;
  readonly sealedAt: Date;
  readonly signature: string;
  readonly eventIds: string[];
  readonly contentHashes: string;
  readonly completeBefore: string;
  readonly snapshotEnd: string;
  readonly afterId: string;
}

const headColumns = sql`number, position, encode(hash, 'hex') as hash, sealed_at, replace(encode(signature, 'base64'), E'\n', '') as signature`;
const sealColumns = sql`${headColumns}, event_ids::text[] as event_ids, encode(content_hashes, 'hex') as content_hashes,
  complete_before::text as complete_before, snapshot_end::text as snapshot_end, after_id::text as after_id`;
const HASH_DIGITS = 64;

function sealOf(row: SealRow): Seal {
  return {
    ...row,
    sealedAt: row.sealedAt.toISOString(),
    contentHashes: Array.from({ length: row.contentHashes.length / HASH_DIGITS }, (_, place) =>
      row.contentHashes.slice(place * HASH_DIGITS, (place + 1) * HASH_DIGITS),
    ),
  };
}

/** What a seal has to know of the one before. */
export interface LastSeal extends Omit<Head, 'sealedAt' | 'signature'> {
  readonly completeBefore: string;
  readonly afterId: string;
}

export async function readLastSeal(db: Queryable): Promise<LastSeal | undefined> {
  const { rows } = await sql<LastSeal>`select number, position, encode(hash, 'hex') as hash, complete_before::text as complete_before,
    after_id::text as after_id from audit_seals order by number desc limit 1`.execute(db);
  return rows[0];
}

/** The newest head, or that of a number. */
export async function findHead(db: Queryable, number?: number): Promise<Head | undefined> {
  const which = number === undefined ? sql`true` : sql`number = ${number}`;
  const { rows } = await sql<Omit<Head, 'sealedAt'> & { sealedAt: Date }>`select ${headColumns} from audit_seals
    where ${which} order by number desc limit 1`.execute(db);
  const head = rows[0];
  return head && { ...head, sealedAt: head.sealedAt.toISOString() };
}

export async function insertSeal(tx: Tx, seal: Seal): Promise<void> {
  await sql`insert into audit_seals
      (number, sealed_at, position, event_ids, content_hashes, complete_before, snapshot_end, after_id, hash, signature)
    values (${seal.number}, ${seal.sealedAt}, ${seal.position}, ${[...seal.eventIds]}::bigint[], ${Buffer.from(seal.contentHashes.join(''), 'hex')},
      ${seal.completeBefore}::xid8, ${seal.snapshotEnd}::xid8, ${seal.afterId}::bigint, ${Buffer.from(seal.hash, 'hex')},
      ${Buffer.from(seal.signature, 'base64')})`.execute(tx);
}

/** Seals after a number, with everything they list. */
export async function listSeals(db: Queryable, after: number, limit: number): Promise<Seal[]> {
  const { rows } =
    await sql<SealRow>`select ${sealColumns} from audit_seals where number > ${after} order by number limit ${limit}`.execute(db);
  return rows.map(sealOf);
}

interface ContentRow {
  readonly id: string;
  readonly at: string;
  readonly transaction: string;
  readonly actorId: string | null;
  readonly actor: string;
  readonly role: string;
  readonly area: string | null;
  readonly action: string;
  readonly subject: string;
  readonly person: string | null;
  readonly matter: string | null;
  readonly reason: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly requestId: string;
}

const contentColumns = sql`e.id::text as id, (extract(epoch from e.at) * 1000000)::bigint::text as at, e.transaction::text as transaction,
  e.actor_id::text as actor_id, e.actor, e.role, e.area, e.action, e.subject, encode(e.person, 'hex') as person, e.matter, e.reason,
  e.before::text as before, e.after::text as after, e.request_id`;

const contentOf = (e: ContentRow): Content => [
  e.id,
  e.at,
  e.transaction,
  e.actorId,
  e.actor,
  e.role,
  e.area,
  e.action,
  e.subject,
  e.person,
  e.matter,
  e.reason,
  e.before,
  e.after,
  e.requestId,
];

/** Events by id, as they say now; those that are gone are missing. */
export async function readContents(db: Queryable, ids: readonly string[]): Promise<Content[]> {
  const { rows } = await sql<ContentRow>`select ${contentColumns} from audit_events e where e.id = any(${[...ids]}::bigint[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, contentOf(row)]));
  return ids.map((id) => byId.get(id)).filter((content) => content !== undefined);
}

/** Committed events that no seal lists, and the snapshot they were seen in. */
export interface Unsealed {
  readonly events: readonly Content[];
  /** Oldest transaction that was still running. */
  readonly running: string;
  readonly snapshotEnd: string;
}

/**
 * Committed events that no seal lists. A lower id may commit later, so neither ids nor transactions are cut off at a
 * line: events from a transaction on are looked at, and those that seals since then list are left out.
 */
export async function readUnsealed(
  db: Queryable,
  { from, afterId, limit }: { from: string; afterId: string; limit: number | null },
): Promise<Unsealed> {
  const { rows } = await sql<ContentRow & { running: string; snapshotEnd: string }>`select seen.running, seen.snapshot_end, e.*
    from (select pg_snapshot_xmin(pg_current_snapshot())::text as running, pg_snapshot_xmax(pg_current_snapshot())::text as snapshot_end) seen
    left join (
      select ${contentColumns} from audit_events e where e.transaction >= ${from}::xid8 and e.id > ${afterId}::bigint
        and e.id not in (select unnest(event_ids) from audit_seals where snapshot_end >= ${from}::xid8 and after_id = ${afterId}::bigint)
      order by e.id limit ${limit}::integer) e on true`.execute(db);
  return {
    events: rows.filter((row) => row.id !== null).map(contentOf),
    running: rows[0]?.running ?? '0',
    snapshotEnd: rows[0]?.snapshotEnd ?? '0',
  };
}

/** Oldest transaction still running: nothing below it can still be committed. */
export async function readRunning(db: Queryable): Promise<string> {
  const { rows } = await sql<{ running: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as running`.execute(db);
  return rows[0]?.running ?? '0';
}

/** Highest id that any seal lists; 0 without one. */
export async function readHighestListed(db: Queryable): Promise<string> {
  const { rows } = await sql<{ id: string }>`select coalesce(max(id), 0)::text as id from audit_seals, unnest(event_ids) as id`.execute(db);
  return rows[0]?.id ?? '0';
}

/** Events that no seal lists, over the whole log: whether each only waits, or stands where everything is sealed. */
export async function listUnlisted(db: Queryable, last: LastSeal | undefined): Promise<{ id: string; waits: boolean }[]> {
  const { rows } = await sql<{ id: string; waits: boolean }>`select e.id::text as id,
      e.transaction >= ${last?.completeBefore ?? '0'}::xid8 and e.id > ${last?.afterId ?? '0'}::bigint as waits
    from audit_events e where not exists (select from (select unnest(event_ids) as id from audit_seals) listed where listed.id = e.id)
    order by e.id`.execute(db);
  return rows;
}

/** One unmoved view of the whole log, whatever is written meanwhile. */
export function inOneSnapshot<T>(db: Database, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** Committed events that no seal lists yet: as a rule those of the last second. */
export async function countUnsealed(db: Queryable): Promise<number> {
  const last = await readLastSeal(db);
  const { events } = await readUnsealed(db, { from: last?.completeBefore ?? '0', afterId: last?.afterId ?? '0', limit: 1_000 });
  return events.length;
}
