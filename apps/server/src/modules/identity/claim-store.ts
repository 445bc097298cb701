import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';

/**
 * Somebody with this document whom a door recorded and whose account nobody has. Held until the end of the transaction:
 * of two who claim at once one comes first.
 */
export async function findClaimable(tx: Tx, documentIndex: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`select id from persons p where document_index = ${documentIndex} and phone_sealed is null
      and not exists (select from resident_accounts a where a.person_id = p.id) for update`.execute(tx);
  return rows[0]?.id;
}

/**
 * What was recorded before a claim is nobody's to see, to take along or to have erased until an officer has confirmed it.
 * @throws {Refusal} CLAIM_WAITING
 */
export async function requireOwnPerson(db: Queryable, accountId: number): Promise<void> {
  const { rows } = await sql`select from resident_accounts where id = ${accountId} and claimed_name_sealed is not null`.execute(db);
  if (rows.length > 0) throw new Refusal('CLAIM_WAITING');
}

/** Telephone of an account, sealed; undefined when it was removed. */
export async function findAccountPhone(db: Queryable, accountId: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ phoneSealed: Buffer }>`select phone_sealed from resident_accounts where id = ${accountId}`.execute(db);
  return rows[0]?.phoneSealed;
}

/** The person is whose telephone it is; name and telephone are those of the registration from now on. */
export async function confirmClaim(tx: Tx, accountId: number): Promise<void> {
  await sql`with claimed as (select id, person_id, claimed_name_sealed, phone_sealed from resident_accounts
        where id = ${accountId} and claimed_name_sealed is not null),
      named as (update persons p set name_sealed = c.claimed_name_sealed, phone_sealed = c.phone_sealed
        from claimed c where p.id = c.person_id and p.erased_at is null)
    update resident_accounts a set claimed_name_sealed = null from claimed c where a.id = c.id`.execute(tx);
}

/** The account has no person any more, and whoever the person is may register. */
export async function releaseClaim(tx: Tx, accountId: number): Promise<void> {
  await sql`with released as (select id, person_id from resident_accounts where id = ${accountId} and claimed_name_sealed is not null),
      unguarded as (delete from guardians g using released r where g.person_id = r.person_id)
    update resident_accounts a set person_id = null, claimed_name_sealed = null from released r where a.id = r.id`.execute(tx);
}
