import { DEFAULT_POLICY, type EntryPolicy, SCENES, type Scene } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';

/** Where a scene differs from the neutral policy (Yangzhou notice: roads and toll windows only remind). */
const DIFFERENT: Partial<Record<Scene, Partial<EntryPolicy>>> = { road: { remindOnly: true } };

/** Writes the policy of every scene that has none yet. What an authority has set is left alone. */
export async function ensurePolicies(db: Queryable): Promise<void> {
  for (const scene of SCENES) {
    const policy = JSON.stringify({ ...DEFAULT_POLICY, ...DIFFERENT[scene] });
    await sql`insert into entry_policies (scene, policy) values (${scene}, ${policy}::jsonb) on conflict (scene) do nothing`.execute(db);
  }
}
