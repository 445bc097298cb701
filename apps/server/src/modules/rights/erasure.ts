import type { KeptReason } from '@tongxing/contract';
import type { Queryable, Tx } from '../../platform/database/database';
import { dayFrom, startOfDay } from '../../platform/days';
import { forgetApplications } from '../applications/public';
import { personToken, recordAudit } from '../audit/public';
import { erase } from '../identity/public';
import type { ModuleContext } from '../module';
import { deleteTrips } from '../travel/public';
import { type HoldRow, readHolds } from './reads';
import { forgetRequests } from './store';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;

export type ErasureContext = Pick<ModuleContext, 'vault' | 'clock' | 'config'>;

interface Keeping {
  readonly retentionDays: number;
  readonly timeZone: string;
}

/** What still has to be kept of somebody, by what is there of them now; nothing means that they may be erased. */
export function keptOf(holds: HoldRow, now: number, { retentionDays, timeZone }: Keeping): KeptReason[] {
  const kept: KeptReason[] = [];
  if (holds.visitAt !== null) {
    // Days fall as wholes: the first moment of the day after the last on which it is kept. Noon, so that no clock change matters.
    const lastDay = dayFrom(holds.visitAt.getTime(), retentionDays + 1, timeZone);
    kept.push({ what: 'visits', until: startOfDay(Date.parse(`${lastDay}T00:00:00Z`) + HALF_DAY_MS, timeZone).toISOString() });
  }
  if (holds.hasIncident) kept.push({ what: 'incident', until: null });
  const investigatedUntil = holds.investigatedAt === null ? 0 : holds.investigatedAt.getTime() + retentionDays * DAY_MS;
  if (investigatedUntil > now) kept.push({ what: 'investigation', until: new Date(investigatedUntil).toISOString() });
  if (holds.evidenceUntil !== null) kept.push({ what: 'evidence', until: holds.evidenceUntil.toISOString() });
  return kept;
}

export async function readKept({ clock, config }: ErasureContext, db: Queryable, personId: number): Promise<KeptReason[]> {
  const now = clock.now();
  return keptOf(await readHolds(db, personId, new Date(now)), now, config);
}

/**
 * Erases somebody, in the transaction that found nothing that has to be kept: account, telephone, name, document, trips
 * and what they wrote. What is left is a number in records without a name, consents and the audit log's token.
 */
export async function erasePerson(context: ErasureContext, tx: Tx, personId: number, requestId: string): Promise<void> {
  const at = new Date(context.clock.now());
  if (!(await erase(tx, personId, at))) return;
  await deleteTrips(tx, personId);
  await forgetRequests(tx, personId, at);
  await forgetApplications(tx, personId, at);
  const person = personToken(context.vault, personId);
  await recordAudit(tx, { actor: 'platform', action: 'person.erase', subject: `person:${person.toString('hex')}`, person, requestId });
}
