import type { MemberRole } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

export interface NewNumber {
  readonly id: string;
  readonly venueId: number;
  readonly role: MemberRole;
  readonly numberHash: Buffer;
  readonly authorId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The only number of a venue for a role from now on. */
export async function putNumber(tx: Tx, number: NewNumber): Promise<void> {
  const { id, venueId, role, numberHash, authorId, createdAt, expiresAt } = number;
  await sql`delete from venue_numbers where venue_id = ${venueId} and role = ${role}`.execute(tx);
  await sql`insert into venue_numbers (id, venue_id, role, number_hash, author_id, created_at, expires_at)
    values (${id}, ${venueId}, ${role}, ${numberHash}, ${authorId}, ${createdAt}, ${expiresAt})`.execute(tx);
}

export interface NumberRow {
  readonly id: string;
  readonly role: MemberRole;
  readonly numberHash: Buffer;
  readonly authorId: number;
  readonly expiresAt: Date;
}

export async function listNumbers(db: Queryable, venueId: number, at: Date): Promise<NumberRow[]> {
  const { rows } = await sql<NumberRow>`select id, role, number_hash, author_id, expires_at from venue_numbers
    where venue_id = ${venueId} and expires_at > ${at} order by role`.execute(db);
  return rows;
}

/** Waits for whoever uses the same number at once. */
export async function lockNumber(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`select id from venue_numbers where id = ${id} for update`.execute(tx);
  return rows.length === 1;
}

export async function dropNumber(tx: Tx, id: string): Promise<void> {
  await sql`delete from venue_numbers where id = ${id}`.execute(tx);
}

/** Whoever manages a venue no more leaves no number behind. */
export async function dropNumbers(tx: Tx, venueId: number): Promise<void> {
  await sql`delete from venue_numbers where venue_id = ${venueId}`.execute(tx);
}
