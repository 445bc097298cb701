import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';
import { type AuditActor, personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { tell } from './messages';
import { dropNumbers } from './number-store';
import { endOffers } from './offer-store';
import { countManaged, endManager, insertMember, listMembers, lockAppointment } from './store';

export type AppointmentContext = Pick<ModuleContext, 'vault' | 'clock' | 'config'>;

export interface Appointment {
  /** Of the venue that is managed. */
  readonly venue: { readonly id: number; readonly publicId: string; readonly name: string };
  /** Somebody registered. */
  readonly personId: number;
  /** Who appoints: an officer, an application that was granted, or the manager before. */
  readonly actor: AuditActor;
  /** `venue_member.appoint`, or how else it came about. */
  readonly action?: 'venue_member.appoint' | 'venue_member.hand_over' | 'venue_member.accept';
  /** Of the membership; made up when the caller has none. */
  readonly id?: string;
  readonly requestId: string;
}

/**
 * Makes somebody manager of a venue, in the caller's transaction: it counts at once. Who managed it before does so no
 * more, their numbers and open offers end, and both are told by SMS. Somebody who manages it already stays.
 * @throws {Refusal} STATE_CONFLICT when the person manages as many venues as the setting allows.
 */
export async function appointManager(tx: Tx, context: AppointmentContext, appointment: Appointment): Promise<void> {
  const { vault, clock, config } = context;
  const { venue, personId, actor, action = 'venue_member.appoint', id: publicId = randomUUID(), requestId } = appointment;
  const at = new Date(clock.now());
  await lockAppointment(tx, personId, venue.id);
  await endOffers(tx, venue.id, at);
  const present = (await listMembers(tx, venue.id)).find(({ role }) => role === 'manager');
  if (present?.personId === personId) return;
  if ((await countManaged(tx, personId, venue.id)) >= config.venuesPerManager) throw new Refusal('STATE_CONFLICT');
  const before = await endManager(tx, venue.id, at);
  await dropNumbers(tx, venue.id);
  if (!(await insertMember(tx, { publicId, venueId: venue.id, personId, role: 'manager', at }))) throw new Refusal('STATE_CONFLICT');
  await recordAudit(tx, {
    actor,
    action,
    subject: `venue:${venue.publicId}`,
    person: personToken(vault, personId),
    before: { manager: present?.publicId ?? null },
    after: { manager: publicId },
    requestId,
  });
  await tell(tx, context, personId, 'managerNow', venue.name);
  if (before !== undefined) await tell(tx, context, before, 'managerNoMore', venue.name);
}
