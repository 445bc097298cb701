import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export interface ConsentRow {
  readonly id: string;
  readonly kind: 'notice' | 'sensitive';
  readonly version: number;
  readonly given: boolean;
  readonly at: Date;
}

/**
 * Appends what somebody agreed to or withdrew; repeating it changes nothing.
 * @returns false when an id was used before for something else: that is not recorded
 */
export async function insertConsents(db: Queryable, accountId: number, consents: readonly ConsentRow[]): Promise<boolean> {
  let isRecorded = true;
  for (const { id, kind, version, given, at } of consents) {
    const { rows } = await sql<{ same: boolean }>`with added as (
        insert into consents (id, account_id, kind, version, given, at)
        values (${id}, ${accountId}, ${kind}, ${version}, ${given}, ${at}) on conflict (id) do nothing returning id)
      select exists (select from added) or exists (select from consents
        where id = ${id} and account_id = ${accountId} and kind = ${kind} and version = ${version} and given = ${given}) as same`.execute(
      db,
    );
    isRecorded &&= rows[0]?.same === true;
  }
  return isRecorded;
}

/** Everything an account ever agreed to or withdrew, newest first. */
export async function listConsents(db: Queryable, accountId: number): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`select id, kind, version, given, at from consents
    where account_id = ${accountId} order by number desc`.execute(db);
  return rows;
}

/** The last word of an account `a` on health and itinerary on the telephone, as a column; false before the first. */
export const agreesToSensitive = sql<boolean>`coalesce((select c.given from consents c
  where c.account_id = a.id and c.kind = 'sensitive' order by c.number desc limit 1), false)`;

/** The newest version of the notice that an account `a` read, as a column; null before the first. */
export const readVersion = sql<number | null>`(select max(c.version) from consents c
  where c.account_id = a.id and c.kind = 'notice' and c.given)`;

/** Whether an account agrees to health and itinerary on the telephone at present. */
export async function hasSensitiveConsent(db: Queryable, accountId: number): Promise<boolean> {
  const { rows } = await sql<{ agrees: boolean }>`select ${agreesToSensitive} as agrees
    from resident_accounts a where a.id = ${accountId}`.execute(db);
  return rows[0]?.agrees ?? false;
}
