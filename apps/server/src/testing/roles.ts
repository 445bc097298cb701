import type { Permission } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Database } from '../platform/database/database';

/**
 * Makes a role, or finds the one with its name; needs the owning role. The database refuses permissions that no role
 * combines, but not here: what code does with somebody who may everything is tested as well.
 */
export async function ensureTestRole(owner: Database, name: string, permissions: readonly Permission[]): Promise<number> {
  return owner.transaction().execute(async (tx) => {
    await sql`alter table roles disable trigger roles_compatible`.execute(tx);
    const { rows } = await sql<{ id: number }>`insert into roles (name, permissions) values (${name}, ${[...permissions]})
      on conflict (name) do update set name = excluded.name returning id`.execute(tx);
    await sql`alter table roles enable trigger roles_compatible`.execute(tx);
    return rows[0]?.id ?? 0;
  });
}
