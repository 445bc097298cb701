import { sql } from 'kysely';
import { CLOCKS_APART_MS, FUTURE_MS } from '../../platform/clock';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database, Tx } from '../../platform/database/database';

export const CODE_LIFE_MS = 300_000;
export const RESEND_MS = 60_000;
/** Tries of one code by the network that asked for it, which nobody else uses up. */
export const TRIES_OF_ASKER = 5;
/**
 * Tries of one code by all other networks together, for whoever changes from one to another in between. With thirty codes
 * a day at most 300 of a million codes are tried for a number in a day.
 */
const TRIES_OF_OTHERS = 5;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/**
 * The field's practice is one code a minute, five an hour, ten a day (standards §4.7). The hour and the day count for each
 * network by itself: a stranger who knows a number uses up the stranger's own. The number as a whole is never called more
 * often than three networks may.
 */
const OF_NETWORK = { perHour: 5, perDay: 10 } as const;
const OF_NUMBER = { perHour: 15, perDay: 30 } as const;
interface Counts {
  readonly numberHour: number;
  readonly numberDay: number;
  readonly networkHour: number;
  readonly networkDay: number;
  readonly newest: Date | null;
  readonly addressHour: number;
}

/** Seconds to wait before another code may go out, or 0. */
export async function secondsUntilAllowed(
  tx: Tx,
  phoneIndex: Buffer,
  addressHash: Buffer,
  perAddress: number,
  now: number,
): Promise<number> {
  const hourAgo = new Date(now - HOUR_MS);
  const { rows } = await sql<Counts>`select
      count(*) filter (where at > ${hourAgo}) as number_hour,
      count(*) as number_day,
      count(*) filter (where at > ${hourAgo} and address_hash = ${addressHash}) as network_hour,
      count(*) filter (where address_hash = ${addressHash}) as network_day,
      max(at) as newest,
      (select count(*) from sign_in_requests where address_hash = ${addressHash} and at > ${hourAgo}
        and at <= ${new Date(now + FUTURE_MS)}) as address_hour
    from sign_in_requests where phone_index = ${phoneIndex} and at > ${new Date(now - DAY_MS)}
      and at <= ${new Date(now + FUTURE_MS)}`.execute(tx);
  const [counts] = rows;
  return counts === undefined ? 0 : secondsLeft(counts, perAddress, now);
}

function secondsLeft(
  { numberHour, numberDay, networkHour, networkDay, newest, addressHour }: Counts,
  perAddress: number,
  now: number,
): number {
  if (networkDay >= OF_NETWORK.perDay || numberDay >= OF_NUMBER.perDay) return DAY_MS / 1000;
  if (networkHour >= OF_NETWORK.perHour || numberHour >= OF_NUMBER.perHour || addressHour >= perAddress) return HOUR_MS / 1000;
  const leftMs = newest === null ? 0 : newest.getTime() + RESEND_MS - now;
  return Math.max(0, Math.ceil(Math.min(leftMs, RESEND_MS) / 1000));
}

/** Requests for the same number, and then from the same address, wait for each other, so that limits hold under a burst. */
export async function lockRequests(tx: Tx, phoneIndex: Buffer, addressHash: Buffer): Promise<void> {
  for (const hash of [phoneIndex, addressHash])
    await sql`select pg_advisory_xact_lock(${hash.readInt32BE(0)}, ${hash.readInt32BE(4)})`.execute(tx);
}

/** Replaces the live code of a number and notes the request. */
export async function saveCode(tx: Tx, phoneIndex: Buffer, addressHash: Buffer, code: string, now: number): Promise<void> {
  await sql`insert into sign_in_codes (phone_index, code_hash, sent_at, expires_at, address_hash)
    values (${phoneIndex}, ${codeHash(phoneIndex, code)}, ${new Date(now)}, ${new Date(now + CODE_LIFE_MS)}, ${addressHash})
    on conflict (phone_index) do update set code_hash = excluded.code_hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at,
      address_hash = excluded.address_hash, tries = 0`.execute(tx);
  await sql`insert into sign_in_requests (at, phone_index, address_hash) values (${new Date(now)}, ${phoneIndex}, ${addressHash})`.execute(
    tx,
  );
}

export interface CodeTry {
  readonly phoneIndex: Buffer;
  /** Of the address that tries. */
  readonly addressHash: Buffer;
  readonly code: string;
}

/**
 * Uses a code up. A try from another address than the one that asked for the code counts before it is compared, also
 * concurrent ones; those of each address by itself are counted by whoever calls.
 */
export async function consumeCode(db: Database, { phoneIndex, addressHash, code }: CodeTry, now: number): Promise<boolean> {
  const { rows } = await sql<{
    isRight: boolean;
  }>`update sign_in_codes set tries = tries + case when address_hash = ${addressHash} then 0 else 1 end
    where phone_index = ${phoneIndex} and expires_at > ${new Date(now)} and sent_at <= ${new Date(now + CLOCKS_APART_MS)}
      and (address_hash = ${addressHash} or tries < ${TRIES_OF_OTHERS})
    returning code_hash = ${codeHash(phoneIndex, code)} as is_right`.execute(db);
  if (rows[0]?.isRight !== true) return false;
  const used = await sql`delete from sign_in_codes where phone_index = ${phoneIndex} and code_hash = ${codeHash(phoneIndex, code)}`.execute(
    db,
  );
  return used.numAffectedRows === 1n;
}

export async function sweepSignIn(db: Database, now: number): Promise<void> {
  await sql`delete from sign_in_codes where expires_at < ${new Date(now)}`.execute(db);
  // What lies further ahead than a day is of a clock that was set back since, and counts for nothing.
  await sql`delete from sign_in_requests where at < ${new Date(now - DAY_MS)} or at > ${new Date(now + DAY_MS)}`.execute(db);
}

function codeHash(phoneIndex: Buffer, code: string): Buffer {
  return hashToken(`${phoneIndex.toString('hex')}\n${code}`);
}
