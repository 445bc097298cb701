import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import { announceDevice } from './store';

/** What a proof of a device is looked at with. */
export interface KeyRow {
  readonly id: number;
  readonly publicId: string;
  readonly venueId: number;
  readonly publicKey: Buffer | null;
  readonly revokedAt: Date | null;
}

export async function findKey(db: Queryable, publicId: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`select id, public_id, venue_id, public_key, revoked_at from devices
    where public_id = ${publicId}`.execute(db);
  return rows[0];
}

/** Holds a device still until the end of the transaction, so that what is done to its key and sessions is in a row. */
export async function lockKey(tx: Tx, deviceId: number): Promise<KeyRow> {
  const { rows } = await sql<KeyRow>`select id, public_id, venue_id, public_key, revoked_at from devices
    where id = ${deviceId} for update`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`device ${deviceId} is not there`);
  return row;
}

export interface NewSession {
  readonly deviceId: number;
  readonly tokenHash: Buffer;
  readonly nonce: Buffer;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

/** @returns false when the proof with this nonce was shown before. */
export async function insertSession(tx: Tx, session: NewSession): Promise<boolean> {
  const { deviceId, tokenHash, nonce, startedAt, expiresAt } = session;
  await sql`delete from device_sessions where device_id = ${deviceId} and expires_at <= ${startedAt}`.execute(tx);
  const { numAffectedRows } = await sql`insert into device_sessions (token_hash, device_id, nonce, started_at, expires_at)
    values (${tokenHash}, ${deviceId}, ${nonce}, ${startedAt}, ${expiresAt}) on conflict (device_id, nonce) do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await announceDevice(tx, deviceId);
  return true;
}

/** Ends the sessions of a device but the newest few. @returns how many ended. */
export async function endSessions(tx: Tx, deviceId: number, at: Date, kept = 0): Promise<number> {
  const { numAffectedRows } = await sql`update device_sessions set ended_at = ${at}
    where device_id = ${deviceId} and ended_at is null and token_hash not in (
      select token_hash from device_sessions where device_id = ${deviceId} and ended_at is null
      order by started_at desc, token_hash limit ${kept})`.execute(tx);
  if (numAffectedRows !== undefined && numAffectedRows > 0n) await announceDevice(tx, deviceId);
  return Number(numAffectedRows ?? 0);
}

export async function endSession(tx: Tx, deviceId: number, tokenHash: Buffer, at: Date): Promise<void> {
  await sql`update device_sessions set ended_at = ${at} where token_hash = ${tokenHash} and ended_at is null`.execute(tx);
  await announceDevice(tx, deviceId);
}

export interface SignIns {
  readonly deviceId: number;
  readonly live: number;
  readonly lastAt: Date;
}

/** Sessions of a page of devices that have not run out. */
export async function countSessions(db: Queryable, deviceIds: readonly number[], at: Date): Promise<SignIns[]> {
  const { rows } = await sql<SignIns>`select device_id, max(started_at) as last_at,
      count(*) filter (where ended_at is null and expires_at > ${at})::integer as live
    from device_sessions where device_id = any(${[...deviceIds]}) group by device_id`.execute(db);
  return rows;
}

export interface NewEnrolment {
  readonly deviceId: number;
  readonly codeHash: Buffer;
  readonly authorId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The only code of a device that works from now on. */
export async function putEnrolment(tx: Tx, { deviceId, codeHash, authorId, createdAt, expiresAt }: NewEnrolment): Promise<void> {
  await sql`insert into device_enrolments (device_id, code_hash, author_id, created_at, expires_at)
    values (${deviceId}, ${codeHash}, ${authorId}, ${createdAt}, ${expiresAt})
    on conflict (device_id) do update set code_hash = excluded.code_hash, author_id = excluded.author_id,
      created_at = excluded.created_at, expires_at = excluded.expires_at, used_at = null`.execute(tx);
}

export interface Enrolment {
  readonly deviceId: number;
  readonly usedAt: Date | null;
}

/** Waits for whoever uses the same code at once. */
export async function lockEnrolment(tx: Tx, codeHash: Buffer, at: Date): Promise<Enrolment | undefined> {
  const { rows } = await sql<Enrolment>`select device_id, used_at from device_enrolments
    where code_hash = ${codeHash} and expires_at > ${at} for update`.execute(tx);
  return rows[0];
}

export async function markEnrolmentUsed(tx: Tx, deviceId: number, at: Date): Promise<void> {
  await sql`update device_enrolments set used_at = ${at} where device_id = ${deviceId}`.execute(tx);
}

/** @returns false when another device has this key. */
export async function setKey(tx: Tx, deviceId: number, publicKey: Buffer, at: Date, clonedAt: 'kept' | 'cleared'): Promise<boolean> {
  const cloned = clonedAt === 'kept' ? sql`cloned_at` : sql`null`;
  const { numAffectedRows } = await sql`update devices set public_key = ${publicKey}, key_set_at = ${at}, cloned_at = ${cloned}
    where id = ${deviceId} and not exists (select 1 from devices where public_key = ${publicKey} and id <> ${deviceId})`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await announceDevice(tx, deviceId);
  return true;
}
