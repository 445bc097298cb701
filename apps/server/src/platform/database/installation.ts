import { sql } from 'kysely';
import type { Queryable } from './database';

/** A database belongs to one profile for life (docs/adr/0008). */
export async function claimInstallation(db: Queryable, profile: string): Promise<void> {
  await sql`insert into installation (profile) values (${profile}) on conflict do nothing`.execute(db);
}

/** The profile the database belongs to; undefined when nobody has claimed it. */
export async function installedProfile(db: Queryable): Promise<string | undefined> {
  const { rows } = await sql<{ profile: string }>`select profile from installation`.execute(db);
  return rows[0]?.profile;
}
