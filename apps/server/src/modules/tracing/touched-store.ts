import { sql } from 'kysely';
import type { Database } from '../../platform/database/database';

/**
 * Lists whom a completed trace touched, for one that is not listed yet: the case and every contact.
 * @returns false when all are.
 */
export async function listTouched(db: Database): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select t.id from traces t
    where t.state = 'completed' and not exists (select from trace_persons p where p.trace_id = t.id) limit 1`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) return false;
  // Also by another node at once: the same rows.
  await sql`insert into trace_persons (trace_id, person_id)
    select ${id}::uuid, person_id from trace_contact_log where trace_id = ${id}
    union select t.id, c.person_id from traces t join cases c on c.id = t.case_id where t.id = ${id}
    on conflict do nothing`.execute(db);
  return true;
}
