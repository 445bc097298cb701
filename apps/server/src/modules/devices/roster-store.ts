import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';
import { recordAudit } from '../audit/public';

export interface DeviceFact {
  readonly id: number;
  readonly publicId: string;
  readonly venueId: number;
  /** Of a device from before key pairs; null once it has a key. */
  readonly secretHash: Buffer | null;
}

export interface SessionFact {
  readonly deviceId: number;
  readonly venueId: number;
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
  readonly firstUsedAt: Date | null;
  /** First use of a session that the same device opened later. */
  readonly newerUsedAt: Date | null;
}

/** Devices in use: all, or those of some ids. */
export async function readDeviceFacts(db: Database, ids?: readonly number[]): Promise<DeviceFact[]> {
  const which = ids === undefined ? sql`true` : sql`id = any(${[...ids]})`;
  const { rows } = await sql<DeviceFact>`select id, public_id, venue_id,
      case when public_key is null then secret_hash end as secret_hash
    from devices where revoked_at is null and ${which}`.execute(db);
  return rows;
}

const sessionFacts = sql`select s.device_id, d.venue_id, s.token_hash, s.expires_at, s.first_used_at,
    (select min(n.first_used_at) from device_sessions n where n.device_id = s.device_id and n.started_at > s.started_at) as newer_used_at
  from device_sessions s join devices d on d.id = s.device_id
  where d.revoked_at is null and s.ended_at is null`;

/** Sessions that have not ended: all, or those of some devices. */
export async function readSessionFacts(db: Database, at: Date, deviceIds?: readonly number[]): Promise<SessionFact[]> {
  const which = deviceIds === undefined ? sql`true` : sql`s.device_id = any(${[...deviceIds]})`;
  const { rows } = await sql<SessionFact>`${sessionFacts} and s.expires_at > ${at} and ${which}`.execute(db);
  return rows;
}

export async function findSessionFact(db: Database, tokenHash: Buffer, at: Date): Promise<SessionFact | undefined> {
  const { rows } = await sql<SessionFact>`${sessionFacts} and s.expires_at > ${at} and s.token_hash = ${tokenHash}`.execute(db);
  return rows[0];
}

/**
 * Once a session: from then on its predecessors are old. Nodes are told only where there is one, which a node would not
 * notice otherwise: on the morning when every device signs in, that is next to none.
 */
export async function markUsed(db: Database, tokenHashes: readonly Buffer[], at: Date): Promise<void> {
  await sql`with used as (
      update device_sessions set first_used_at = ${at}
      where token_hash = any(${[...tokenHashes]}::bytea[]) and first_used_at is null returning device_id, started_at)
    insert into fact_changes (kind, key) select distinct 'device', used.device_id from used
    where exists (select 1 from device_sessions o
      where o.device_id = used.device_id and o.started_at < used.started_at and o.ended_at is null and o.expires_at > ${at})`.execute(db);
}

/** Two holders of one key are at work: seen by the console from then on. */
export async function markCloned(db: Database, { deviceId, venueId }: Pick<SessionFact, 'deviceId' | 'venueId'>, at: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ publicId: string }>`update devices set cloned_at = ${at}
      where id = ${deviceId} and cloned_at is null returning public_id`.execute(tx);
    const [device] = rows;
    if (device === undefined) return;
    const subject = `device:${device.publicId}`;
    await recordAudit(tx, { actor: { kind: 'device', deviceId, venueId }, action: 'device.clone', subject, requestId: 'roster' });
  });
}
