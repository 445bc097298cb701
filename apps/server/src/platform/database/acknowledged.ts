import { Refusal } from '../http/refusal';
import type { AcknowledgedVisit } from './watermark-file';

/** What a platform asks of the watermark, whether this process keeps it or another (docs/adr/0009, 0014). */
export interface AcknowledgedWrites {
  /** Takes note of visits whose COMMIT has returned. In memory only. */
  committed(visits: readonly AcknowledgedVisit[]): void;
  /** While the database is older than what was acknowledged: why nothing may be written. */
  writesBlocked(): Refusal | undefined;
  readonly isBehind: boolean;
  /** Runs something once when the database is behind: at once, or when that is noticed. */
  whenBehind(run: () => void): void;
}

const NEWEST_KEPT = 16;
/** Nothing changes before a person has acted. */
const RETRY_SECONDS = 60;

/** The newest visits that are remembered, after some more. */
export function newestOf(known: readonly AcknowledgedVisit[], more: readonly AcknowledgedVisit[]): readonly AcknowledgedVisit[] {
  return (more.length >= NEWEST_KEPT ? more : [...known, ...more]).slice(-NEWEST_KEPT);
}

export const databaseBehind = (): Refusal => new Refusal('DATABASE_BEHIND', { retryAfterSeconds: RETRY_SECONDS });
