import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

export async function readDraft(db: Queryable, accountId: number): Promise<Buffer | undefined> {
  const { rows } = await sql<{ draftSealed: Buffer }>`select draft_sealed from venue_application_drafts
    where applicant_account_id = ${accountId}`.execute(db);
  return rows[0]?.draftSealed;
}

export async function keepDraft(db: Queryable, accountId: number, draftSealed: Buffer, at: Date): Promise<void> {
  await sql`insert into venue_application_drafts (applicant_account_id, draft_sealed, kept_at) values (${accountId}, ${draftSealed}, ${at})
    on conflict (applicant_account_id) do update set draft_sealed = excluded.draft_sealed, kept_at = excluded.kept_at`.execute(db);
}

export async function forgetDraft(db: Queryable, accountId: number): Promise<void> {
  await sql`delete from venue_application_drafts where applicant_account_id = ${accountId}`.execute(db);
}

/** Removes drafts nobody went on with, and those of accounts that are gone. */
export async function sweepDrafts(db: Queryable, before: Date): Promise<void> {
  await sql`delete from venue_application_drafts d where kept_at < ${before}
    or not exists (select from resident_accounts a where a.id = d.applicant_account_id)`.execute(db);
}
