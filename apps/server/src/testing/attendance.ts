import { sql } from 'kysely';
import type { Clock } from '../platform/clock';
import type { Database } from '../platform/database/database';

/** Device of the sessions that tests are given. */
export const TEST_DEVICE = 'test';
const MOVED_MS = 1_000;

/**
 * Sessions that tests are given stay in use and proved, however far a test moves the clock: call before each request.
 * Tests about idle sessions and old proofs sign in by themselves. None outlives its shift.
 */
export function attendance(db: Database, clock: Clock): () => Promise<unknown> {
  let aheadMs = 0;
  let attended: Promise<unknown> = Promise.resolve();
  return () => {
    const now = clock.now();
    if (Math.abs(now - Date.now() - aheadMs) > MOVED_MS) {
      aheadMs = now - Date.now();
      const at = new Date(now);
      attended = sql`update sessions set last_used_at = ${at}, proved_at = ${at} where device = ${TEST_DEVICE}`.execute(db);
    }
    return attended;
  };
}
