import type { DocumentType } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/database/database';

/** Somebody's own registration, sealed. */
export interface OwnRow {
  readonly documentType: DocumentType;
  readonly nameSealed: Buffer;
  readonly documentSealed: Buffer;
  readonly phoneSealed: Buffer | null;
  readonly registeredAt: Date;
  readonly guardianSealed: Buffer | null;
  readonly relation: string | null;
  readonly statedAt: Date | null;
}

/** Undefined for somebody who was erased. */
export async function readOwn(db: Queryable, personId: number): Promise<OwnRow | undefined> {
  const { rows } = await sql<OwnRow>`select p.document_type, p.name_sealed, p.document_sealed, p.phone_sealed, p.registered_at,
      g.name_sealed as guardian_sealed, g.relation, g.stated_at
    from persons p left join guardians g on g.person_id = p.id where p.id = ${personId} and p.erased_at is null`.execute(db);
  return rows[0];
}

export interface GuardianRow {
  readonly nameSealed: Buffer;
  readonly relation: string;
  readonly statedAt: Date;
}

export async function insertGuardian(tx: Tx, personId: number, { nameSealed, relation, statedAt }: GuardianRow): Promise<void> {
  await sql`insert into guardians (person_id, name_sealed, relation, stated_at)
    values (${personId}, ${nameSealed}, ${relation}, ${statedAt})`.execute(tx);
}

/** @returns false for somebody who was erased. */
export async function replaceName(tx: Tx, personId: number, nameSealed: Buffer): Promise<boolean> {
  const done = await sql`update persons set name_sealed = ${nameSealed} where id = ${personId} and erased_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}

export interface NewDocument {
  readonly documentType: DocumentType;
  readonly documentSealed: Buffer;
  readonly documentIndex: Buffer;
}

/**
 * @returns false for somebody who was erased.
 * @throws a unique violation on `persons_document_key` when the document is somebody else's.
 */
export async function replaceDocument(tx: Tx, personId: number, document: NewDocument): Promise<boolean> {
  const done = await sql`update persons set document_type = ${document.documentType}, document_sealed = ${document.documentSealed},
    document_index = ${document.documentIndex} where id = ${personId} and erased_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Until the end of the transaction nothing is recorded about the person, who stays who they are. */
export async function lockPerson(tx: Tx, personId: number): Promise<void> {
  await sql`select from persons where id = ${personId} for update`.execute(tx);
}

/** Frees a number that only ever signed in and never registered. @returns the account that was removed. */
export async function removeEmptyAccount(tx: Tx, phoneIndex: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`delete from resident_accounts
    where phone_index = ${phoneIndex} and person_id is null returning id`.execute(tx);
  return rows[0]?.id;
}

/** @throws a unique violation on `resident_accounts_phone_key` when the number is somebody else's. */
export async function replacePhone(tx: Tx, accountId: number, phoneIndex: Buffer, phoneSealed: Buffer): Promise<void> {
  await sql`with account as (update resident_accounts set phone_index = ${phoneIndex}, phone_sealed = ${phoneSealed}
      where id = ${accountId} returning person_id, claimed_name_sealed)
    update persons set phone_sealed = ${phoneSealed} from account where persons.id = account.person_id
      and account.claimed_name_sealed is null and erased_at is null`.execute(tx);
}

/**
 * Ends the sessions of a resident's account at every node, all or all but one.
 * @returns how many.
 */
export async function endSessionsOfAccount(tx: Tx, accountId: number, but?: Buffer): Promise<number> {
  const others = but === undefined ? sql`true` : sql`token_hash <> ${but}`;
  const { rows } = await sql<{
    count: number;
  }>`with gone as (delete from sessions where kind = 'resident' and subject_id = ${accountId} and ${others} returning token_hash, expires_at),
      ended as (insert into ended_sessions (session_id, expires_at) select token_hash, expires_at from gone on conflict do nothing)
    select count(*) as count, pg_notify('session_ended', '') from gone`.execute(tx);
  return rows[0]?.count ?? 0;
}

/**
 * Makes a person a number without a name, and removes the account: telephone, name, document and what they are found by.
 * @returns false when somebody else did.
 */
export async function erase(tx: Tx, personId: number, at: Date): Promise<boolean> {
  const done = await sql`update persons set name_sealed = null, document_sealed = null, document_index = null, phone_sealed = null,
    erased_at = ${at} where id = ${personId} and erased_at is null`.execute(tx);
  if (done.numAffectedRows !== 1n) return false;
  await sql`delete from guardians where person_id = ${personId}`.execute(tx);
  const { rows } = await sql<{ id: number }>`delete from resident_accounts where person_id = ${personId} returning id`.execute(tx);
  for (const { id } of rows) await endSessionsOfAccount(tx, id);
  await sql`insert into fact_changes (kind, key) values ('person', ${personId})`.execute(tx);
  return true;
}
