import { INCOMPATIBLE_PERMISSIONS, ROLE_PRESETS } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';

/**
 * Brings the shipped roles, and the pairs of permissions that no role holds, up to date with this version. A district's
 * own roles are left alone. Needs the owning role: the running one cannot change which pairs are refused.
 */
export async function ensureRoles(db: Database): Promise<void> {
  const pairs = INCOMPATIBLE_PERMISSIONS.map((pair) => [...pair].sort());
  const column = (place: 0 | 1) => pairs.map((pair) => pair[place] ?? '');
  await db.transaction().execute(async (tx) => {
    await sql`delete from incompatible_permissions`.execute(tx);
    await sql`insert into incompatible_permissions (one, other)
      select * from unnest(${column(0)}::text[], ${column(1)}::text[])`.execute(tx);
    for (const [name, permissions] of Object.entries(ROLE_PRESETS)) {
      await sql`insert into roles (name, permissions) values (${name}, ${[...permissions]})
        on conflict (name) do update set permissions = excluded.permissions, version = roles.version + 1
        where roles.permissions <> excluded.permissions`.execute(tx);
    }
  });
}
