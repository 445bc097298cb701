import { EXPORT_QUOTAS, INCOMPATIBLE_PERMISSIONS, ROLE_PRESETS, type RolePreset } from '@tongxing/contract';
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
      const { files, rows, rowsOfAll } = EXPORT_QUOTAS[name as RolePreset];
      await sql`insert into roles (name, permissions, export_files, export_rows, export_rows_of_all)
        values (${name}, ${[...permissions]}, ${files}, ${rows}, ${rowsOfAll})
        on conflict (name) do update set permissions = excluded.permissions, export_files = excluded.export_files,
          export_rows = excluded.export_rows, export_rows_of_all = excluded.export_rows_of_all, version = roles.version + 1
        where (roles.permissions, roles.export_files, roles.export_rows, roles.export_rows_of_all)
          is distinct from (excluded.permissions, excluded.export_files, excluded.export_rows, excluded.export_rows_of_all)`.execute(tx);
    }
  });
}
