import type { Database } from '../../platform/database/database';
import { checkHead, type HeadPlace } from './head-check';
import { type AuditActor, recordAudit } from './store';
import type { Verification, VerifierOptions } from './verify';
import { verifyDatabase } from './verify-database';

/** What is kept of a verification: enough to see where to look. */
export interface KeptVerification extends Record<string, unknown> {
  readonly events: number;
  readonly found: number;
  readonly findings: Verification['findings'];
}

const MOST_KEPT = 10;

/** Verifies the whole log against the head outside and records what came of it. */
export async function verifyAndRecord(place: HeadPlace, actor: AuditActor, requestId: string): Promise<KeptVerification> {
  const { events, found, findings } = await verifyDatabase(place.db, { keys: place.keys, head: await headOf(place) });
  const kept: KeptVerification = { events, found, findings: findings.slice(0, MOST_KEPT) };
  await recordVerification(place.db, actor, kept, requestId);
  return kept;
}

async function headOf(place: HeadPlace): Promise<VerifierOptions['head']> {
  const { head, problem } = await checkHead(place);
  return problem === 'unreadable' ? problem : head;
}

function recordVerification(db: Database, actor: AuditActor, after: KeptVerification, requestId: string): Promise<void> {
  return recordAudit(db, { actor, action: 'audit.verify', subject: 'audit:all', after, requestId });
}
