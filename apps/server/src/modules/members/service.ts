import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import type { Member, RegisteredResident, Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { appointManager } from './appointments';
import { tell, tellPhone } from './messages';
import { decideOffer, listOffers, putOffer } from './offer-store';
import { endMember, findMember } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

const DAY_MS = 86_400_000;
/** As long as a street waits for an answer. */
const OFFER_LIFE_MS = 7 * DAY_MS;
/** Each sends an SMS. */
const OFFERS: AttemptRule = { name: 'manager offer', most: 60, periodMs: 3_600_000 };

/**
 * Unbinds an inspector, at once and everywhere. The manager any of theirs, an inspector only oneself.
 * @throws {Refusal} STATE_CONFLICT for whoever is no inspector of the venue, and for an inspector about another.
 */
export async function unbind(context: Context, member: Member, publicId: string, venueName: string, requestId: string): Promise<void> {
  const { db, vault, clock } = context;
  if (member.role !== 'manager' && publicId.toLowerCase() !== member.memberId) throw new Refusal('STATE_CONFLICT');
  const found = await findMember(db, member.venueId, publicId);
  if (found === undefined || found.role !== 'inspector') throw new Refusal('STATE_CONFLICT');
  await db.transaction().execute(async (tx) => {
    if (!(await endMember(tx, found.id, new Date(clock.now())))) return;
    const [subject, person] = [`venue:${member.venuePublicId}`, personToken(vault, found.personId)];
    const before = { member: found.publicId };
    await recordAudit(tx, { actor: member, action: 'venue_member.unbind', subject, person, before, requestId });
    if (found.personId !== member.personId) await tell(tx, context, found.personId, 'inspectorNoMore', venueName);
  });
}

/**
 * Asks whoever holds a telephone to manage a venue. Whether the number is known is not even looked at.
 * @throws {Refusal} NOT_FOUND outside the area; TOO_MANY_REQUESTS.
 */
export async function offerManagement(
  context: Context,
  staff: Staff,
  offer: { readonly venueId: string; readonly id: string; readonly phone: string },
  requestId: string,
): Promise<void> {
  const { db, vault, clock } = context;
  const venue = await getVenue(context, staff, offer.venueId);
  const wait = await countAttempt(context, OFFERS, String(staff.staffId));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  const madeAt = new Date(clock.now());
  const expiresAt = new Date(madeAt.getTime() + OFFER_LIFE_MS);
  await db.transaction().execute(async (tx) => {
    const phoneIndex = vault.index('phone', offer.phone);
    if (!(await putOffer(tx, { id: offer.id, venueId: venue.id, phoneIndex, authorId: staff.staffId, madeAt, expiresAt }))) return;
    await recordAudit(tx, { actor: staff, action: 'manager_offer.make', subject: `venue:${venue.publicId}`, requestId });
    await tellPhone(tx, context, offer.phone, 'managerAsked', venue.name);
  });
}

/**
 * Answers what a street asked.
 * @throws {Refusal} STATE_CONFLICT when the offer is over or somebody else's, or the person manages enough venues.
 */
export async function answerOffer(
  context: Context,
  { accountId, personId }: RegisteredResident,
  { offer: id, accepts }: { readonly offer: string; readonly accepts: boolean },
  requestId: string,
): Promise<void> {
  const { db, vault, clock } = context;
  const at = new Date(clock.now());
  const offer = (await listOffers(db, accountId, at)).find((one) => one.id === id.toLowerCase());
  if (offer === undefined) throw new Refusal('STATE_CONFLICT');
  await db.transaction().execute(async (tx) => {
    if (!(await decideOffer(tx, offer.id, at))) throw new Refusal('STATE_CONFLICT');
    const venue = { id: offer.venueId, publicId: offer.venuePublicId, name: offer.name };
    if (accepts) return appointManager(tx, context, { venue, personId, actor: 'person', action: 'venue_member.accept', requestId });
    const [subject, person] = [`venue:${venue.publicId}`, personToken(vault, personId)];
    await recordAudit(tx, { actor: 'person', action: 'manager_offer.decline', subject, person, requestId });
  });
}
