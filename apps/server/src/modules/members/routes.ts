import { endpoints, type OwnVenue } from '@tongxing/contract';
import { dayOf } from '../../platform/days';
import { Refusal } from '../../platform/http/refusal';
import type { Entries } from '../devices/public';
import { maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { listNumbers } from './number-store';
import { joinVenue, makeNumber } from './numbers';
import { findOpenOffer, listOffers } from './offer-store';
import { listPoints, type PointRow } from './point-store';
import { changePoint, createPoint, pointOf } from './points';
import { answerOffer, offerManagement, unbind } from './service';
import { countEntry, listMembers, listOwnVenues, type MembershipRow, type OwnVenueRow } from './store';
import { ownTotals } from './totals';

/** A venue as decisions know it, from memory. */
interface HeldVenue {
  readonly id: number;
  readonly publicId: string;
  readonly code: string;
  readonly state: string;
  readonly ref: OwnVenue['venue'];
}

export interface MemberRoutesOptions {
  readonly entries: Entries;
  /** @throws {Refusal} VENUE_CODE_UNKNOWN */
  readonly venueByCode: (code: string) => HeldVenue;
  readonly venueById: (id: number) => HeldVenue | undefined;
}

const refOf = ({ publicId: id, name, address, checkpoint }: Omit<OwnVenueRow, 'code' | 'role' | 'since'>) => ({
  id,
  name,
  address,
  checkpoint,
});

const shownPoint = ({ publicId: id, kind, name, code, directions, state }: PointRow) => ({ id, kind, name, code, directions, state });

export function bindMemberRoutes(context: ModuleContext, { entries, venueByCode, venueById }: MemberRoutesOptions): void {
  const { router, db, vault, clock, config, logger } = context;

  const held = (id: number): HeldVenue => {
    const venue = venueById(id);
    if (venue === undefined) throw new Refusal('NOT_FOUND');
    return venue;
  };

  const shownMembers = async (rows: readonly MembershipRow[]) => {
    const people = await maskedPersons(
      db,
      vault,
      rows.map(({ personId }) => personId),
    );
    return rows.map(({ publicId: id, personId, role, validFrom }) => ({
      id,
      name: people(personId).name,
      role,
      since: validFrom.toISOString(),
    }));
  };

  router.bind(endpoints.listOwnVenues, async ({ principal: { personId, accountId } }) => {
    const [venues, offers] = await Promise.all([listOwnVenues(db, personId), listOffers(db, accountId, new Date(clock.now()))]);
    return {
      venues: venues.map((row) => ({ venue: refOf(row), code: row.code, role: row.role, since: row.since.toISOString() })),
      offers: offers.map((row) => ({
        id: row.id,
        venue: refOf({ ...row, publicId: row.venuePublicId }),
        expiresAt: row.expiresAt.toISOString(),
      })),
    };
  });

  router.bind(endpoints.joinVenue, async ({ body, principal, address, requestId }) => {
    const { id: venueId, publicId, code, ref } = venueByNumber(venueByCode, body.code);
    const venue = { id: venueId, publicId, name: ref.name };
    const joined = await joinVenue(context, principal, { id: body.id, role: body.role, number: body.number, venue, address }, requestId);
    return { venue: ref, code, role: joined.role, since: joined.validFrom.toISOString() };
  });

  router.bind(endpoints.answerManagerOffer, async ({ body, principal, requestId }) => {
    await answerOffer(context, principal, body, requestId);
    return undefined;
  });

  router.bind(endpoints.getOwnVenue, async ({ principal: { venueId, personId, memberId, role } }) => {
    const [own, points] = await Promise.all([listMembers(db, venueId), listPoints(db, venueId)]);
    const { ref, code, state } = held(venueId);
    const since = own.find((one) => one.personId === personId)?.validFrom ?? new Date(clock.now());
    const isOpen = state === 'active';
    return { venue: ref, code, role, since: since.toISOString(), member: memberId, isOpen, points: points.map(shownPoint) };
  });

  router.bind(endpoints.listMembers, async ({ principal: { venueId } }) => {
    const numbers = await listNumbers(db, venueId, new Date(clock.now()));
    return {
      members: await shownMembers(await listMembers(db, venueId)),
      numbers: numbers.map(({ role, expiresAt }) => ({ role, expiresAt: expiresAt.toISOString() })),
    };
  });

  router.bind(endpoints.makeVenueNumber, ({ body, principal, requestId }) => makeNumber(context, principal, body, requestId));

  router.bind(endpoints.unbindMember, async ({ body, principal, requestId }) => {
    await unbind(context, principal, body.member, held(principal.venueId).ref.name, requestId);
    return undefined;
  });

  router.bind(endpoints.createPoint, async ({ body, principal, requestId }) =>
    shownPoint(await createPoint(context, principal, body, requestId)),
  );

  router.bind(endpoints.changePoint, async ({ body, principal, requestId }) =>
    shownPoint(await changePoint(context, principal, body, requestId)),
  );

  router.bind(endpoints.keyOwnEntry, async ({ body: { point, ...entry }, principal, requestId }) => {
    const at = point === undefined ? held(principal.venueId) : await pointOf(db, principal.venueId, point);
    const answer = await entries.key({ actor: principal, requestId }, at, entry);
    if (!answer.repeated) {
      const day = dayOf(Date.parse(answer.at), config.timeZone);
      const isAbnormal = answer.verdict === 'stop' || answer.verdict === 'attention';
      const done = { member: principal.memberId, venueId: at.id, day, hasTemperature: entry.temperatureC !== undefined, isAbnormal };
      // The visit is on disk and the answer true whatever becomes of the total.
      await countEntry(db, done).catch((error: unknown) => logger.warn({ err: error }, 'an entry was not counted'));
    }
    return answer;
  });

  router.bind(endpoints.getOwnTotals, ({ principal }) => ownTotals(context, principal));

  router.bind(endpoints.offerManagement, async ({ params, body, principal, requestId }) => {
    await offerManagement(context, principal, { venueId: params.id, ...body }, requestId);
    return undefined;
  });

  router.bind(endpoints.getVenuePeople, async ({ params, principal }) => {
    const venue = await getVenue(context, principal, params.id);
    const [members, points, offeredUntil] = await Promise.all([
      listMembers(db, venue.id),
      listPoints(db, venue.id),
      findOpenOffer(db, venue.id, new Date(clock.now())),
    ]);
    const [manager] = await shownMembers(members.filter(({ role }) => role === 'manager'));
    return {
      manager: manager ?? null,
      inspectors: members.filter(({ role }) => role === 'inspector').length,
      offeredUntil: offeredUntil?.toISOString() ?? null,
      points: points.map(shownPoint),
    };
  });
}

/** A code that is none of ours and digits that are wrong are answered alike. */
function venueByNumber(venueByCode: MemberRoutesOptions['venueByCode'], code: string): HeldVenue {
  try {
    return venueByCode(code);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'VENUE_CODE_UNKNOWN') throw new Refusal('VENUE_NUMBER_WRONG');
    throw error;
  }
}
