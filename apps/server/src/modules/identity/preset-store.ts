import { ROLE_PRESETS } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

/** Brings the shipped roles up to date with this version; a district's own roles are left alone. */
export async function ensureRoles(db: Queryable): Promise<void> {
  for (const [name, permissions] of Object.entries(ROLE_PRESETS)) {
    await sql`insert into roles (name, permissions) values (${name}, ${[...permissions]}) on conflict (name) do update set permissions = excluded.permissions`.execute(
      db,
    );
  }
}
