import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

export interface NewOffer {
  readonly id: string;
  readonly venueId: number;
  readonly phoneIndex: Buffer;
  readonly authorId: number;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** The only open offer of a venue from now on. @returns false when the id was used before. */
export async function putOffer(tx: Tx, { id, venueId, phoneIndex, authorId, madeAt, expiresAt }: NewOffer): Promise<boolean> {
  const { rows } = await sql`select id from manager_offers where id = ${id}`.execute(tx);
  if (rows.length > 0) return false;
  await endOffers(tx, venueId, madeAt);
  await sql`insert into manager_offers (id, venue_id, phone_index, author_id, made_at, expires_at)
    values (${id}, ${venueId}, ${phoneIndex}, ${authorId}, ${madeAt}, ${expiresAt})`.execute(tx);
  return true;
}

/** Nobody is asked any more to manage a venue. */
export async function endOffers(tx: Tx, venueId: number, at: Date): Promise<void> {
  await sql`update manager_offers set decided_at = ${at} where venue_id = ${venueId} and decided_at is null`.execute(tx);
}

export interface OfferRow {
  readonly id: string;
  readonly expiresAt: Date;
  readonly venueId: number;
  readonly venuePublicId: string;
  readonly name: string;
  readonly address: string;
  readonly checkpoint: string | null;
}

/** What the telephone of an account is asked. */
export async function listOffers(db: Queryable, accountId: number, at: Date): Promise<OfferRow[]> {
  const { rows } =
    await sql<OfferRow>`select o.id, o.expires_at, o.venue_id, v.public_id as venue_public_id, v.name, v.address, v.checkpoint
    from resident_accounts a join manager_offers o on o.phone_index = a.phone_index join venues v on v.id = o.venue_id
    where a.id = ${accountId} and o.decided_at is null and o.expires_at > ${at} order by o.made_at desc`.execute(db);
  return rows;
}

/** @returns false when somebody decided before. */
export async function decideOffer(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update manager_offers set decided_at = ${at} where id = ${id} and decided_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findOpenOffer(db: Queryable, venueId: number, at: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ expiresAt: Date }>`select expires_at from manager_offers
    where venue_id = ${venueId} and decided_at is null and expires_at > ${at}`.execute(db);
  return rows[0]?.expiresAt;
}
