import { z } from 'zod';
import { Direction, Id, IdParams, Instant, Phone, text, VenueCode, VenueRef, VenueState } from '../common';
import { endpoint } from '../endpoint';
import { MEMBER_ROLES, POINT_KINDS } from '../venue-people';
import { EntryAnswer, EntryBody } from './devices';

export const MemberRole = z.enum(MEMBER_ROLES).meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof MemberRole>;

export const PointKind = z.enum(POINT_KINDS).meta({ id: 'PointKind' });
export type PointKind = z.infer<typeof PointKind>;

/** Points of one venue; more would be a list that nobody at a door finds anything in. */
export const MOST_POINTS = 50;

/** A code of its own inside a venue. */
export const Point = z
  .object({
    id: Id,
    kind: PointKind,
    name: z.string(),
    code: z.string().describe('canonical form'),
    directions: Direction,
    state: VenueState,
  })
  .meta({ id: 'Point' });
export type Point = z.infer<typeof Point>;

/** A venue at which the caller is something. */
export const OwnVenue = z.object({ venue: VenueRef, code: z.string(), role: MemberRole, since: Instant }).meta({ id: 'OwnVenue' });
export type OwnVenue = z.infer<typeof OwnVenue>;

/** That a street asks the caller to manage a venue. */
export const ManagerOffer = z.object({ id: Id, venue: VenueRef, expiresAt: Instant }).meta({ id: 'ManagerOffer' });
export type ManagerOffer = z.infer<typeof ManagerOffer>;

/** Somebody of the own venue, as the manager sees them. */
export const Member = z.object({ id: Id, name: z.string().describe('masked'), role: MemberRole, since: Instant }).meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

/** A total; `few` from 1 to below {@link SMALL_CELL}, `withheld` when it would tell of one that is few. */
export const Total = z.union([z.int(), z.enum(['few', 'withheld'])]).meta({ id: 'Total' });
export type Total = z.infer<typeof Total>;

/** What a venue is told of its visitors: totals, of which none speaks of a few, by itself or beside the others. */
export const OwnTotals = z
  .object({
    asOf: Instant,
    today: z.object({ total: Total, temperatures: Total, abnormal: Total }),
    /** Of seven days, today included. */
    week: Total,
    /** The whole of the same weekday a week ago. */
    lastWeek: Total,
    hours: z.array(z.object({ hour: z.int(), total: Total, lastWeek: Total })).length(24),
    points: z.array(z.object({ name: z.string().nullable().describe('null: the code of the venue itself'), total: Total })),
    /** How they came in; `desk` was keyed by others than the inspectors below. */
    ways: z.array(z.object({ way: z.enum(['own_scan', 'device', 'desk']), total: Total })),
    inspectors: z.array(
      z.object({ id: Id.describe('of the membership'), name: z.string().describe('masked'), total: Total, temperatures: Total }),
    ),
  })
  .meta({ id: 'OwnTotals' });
export type OwnTotals = z.infer<typeof OwnTotals>;

const AS_MANAGER = { who: 'member', roles: ['manager'] } as const;
const AS_MEMBER = { who: 'member', roles: ['manager', 'inspector'] } as const;
const Name = text(20);

export const memberEndpoints = {
  listOwnVenues: endpoint({
    method: 'GET',
    path: '/api/v1/me/venues',
    tag: 'members',
    summary: 'Venues at which the caller is manager or inspector, and those a street asks the caller to manage.',
    access: { who: 'resident', registered: true },
    status: 200,
    response: z.object({ venues: z.array(OwnVenue), offers: z.array(ManagerOffer) }),
    errors: [],
  }),
  joinVenue: endpoint({
    method: 'POST',
    path: '/api/v1/me/venues',
    tag: 'members',
    summary:
      'With the code of the venue and its six digits: becomes inspector, or takes over as manager, whose role then ends. Repeating the id is harmless.',
    access: { who: 'resident', registered: true },
    body: z.strictObject({ id: Id, code: VenueCode, role: MemberRole, number: z.string().regex(/^\d{6}$/) }),
    status: 201,
    response: OwnVenue,
    errors: ['VENUE_NUMBER_WRONG', 'STATE_CONFLICT', 'TOO_MANY_REQUESTS'],
  }),
  answerManagerOffer: endpoint({
    method: 'POST',
    path: '/api/v1/me/manager-offers',
    tag: 'members',
    summary: 'Accepts or declines to manage a venue. Who managed it before does so no more.',
    access: { who: 'resident', registered: true },
    body: z.strictObject({ offer: Id, accepts: z.boolean() }),
    status: 204,
    errors: ['STATE_CONFLICT'],
  }),
  getOwnVenue: endpoint({
    method: 'GET',
    path: '/api/v1/own-venues/:id',
    tag: 'members',
    summary: 'A venue of the caller, with its points.',
    access: AS_MEMBER,
    params: IdParams,
    status: 200,
    response: OwnVenue.extend({ member: Id, isOpen: z.boolean(), points: z.array(Point) }),
    errors: ['NOT_FOUND'],
  }),
  listMembers: endpoint({
    method: 'GET',
    path: '/api/v1/own-venues/:id/members',
    tag: 'members',
    summary: 'Manager and inspectors, and the numbers that are valid now: until when, never the digits.',
    access: AS_MANAGER,
    params: IdParams,
    status: 200,
    response: z.object({ members: z.array(Member), numbers: z.array(z.object({ role: MemberRole, expiresAt: Instant })) }),
    errors: ['NOT_FOUND'],
  }),
  makeVenueNumber: endpoint({
    method: 'POST',
    path: '/api/v1/own-venues/:id/numbers',
    tag: 'members',
    summary:
      'Six digits by which inspectors bind (a day, several people) or one person takes over as manager (half an hour, once). One before it stops working.',
    access: AS_MANAGER,
    params: IdParams,
    body: z.strictObject({ id: Id, role: MemberRole }),
    status: 201,
    response: z.object({ number: z.string().describe('in this answer only'), expiresAt: Instant }),
    errors: ['NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
  unbindMember: endpoint({
    method: 'POST',
    path: '/api/v1/own-venues/:id/unbindings',
    tag: 'members',
    summary: 'The manager unbinds an inspector; an inspector only oneself. Nothing of them is accepted from then on.',
    access: AS_MEMBER,
    params: IdParams,
    body: z.strictObject({ member: Id }),
    status: 204,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  createPoint: endpoint({
    method: 'POST',
    path: '/api/v1/own-venues/:id/points',
    tag: 'members',
    summary: 'A checkpoint or a sub-venue, with a code of its own at once. Repeating the id is harmless.',
    access: AS_MANAGER,
    params: IdParams,
    body: z.strictObject({ id: Id, kind: PointKind, name: Name, directions: Direction }),
    status: 201,
    response: Point,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  changePoint: endpoint({
    method: 'POST',
    path: '/api/v1/own-venues/:id/point-changes',
    tag: 'members',
    summary: 'Renames a point, closes or reopens it; applies to the next scan.',
    access: AS_MANAGER,
    params: IdParams,
    body: z.strictObject({ point: Id, name: Name, directions: Direction, isOpen: z.boolean() }),
    status: 200,
    response: Point,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  keyOwnEntry: endpoint({
    method: 'POST',
    path: '/api/v1/own-venues/:id/entries',
    tag: 'passage',
    summary:
      'Manager or inspector keys the document of somebody without a telephone, at the venue or one of its points. The answer leaves after the visit is on disk; repeating the event id repeats the answer.',
    access: AS_MEMBER,
    params: IdParams,
    body: EntryBody.extend({
      point: Id.optional(),
      temperatureC: z.union([EntryBody.shape.temperatureC, z.literal('normal')]).describe('`normal`: measured, and not written down'),
    }),
    status: 200,
    response: EntryAnswer,
    errors: [
      'NOT_FOUND',
      'STATE_CONFLICT',
      'PERSON_UNKNOWN',
      'EVENT_ID_TAKEN',
      'EVENT_TIME_OUT_OF_RANGE',
      'TOO_MANY_REQUESTS',
      'UNAVAILABLE',
    ],
  }),
  getOwnTotals: endpoint({
    method: 'GET',
    path: '/api/v1/own-venues/:id/totals',
    tag: 'statistics',
    summary: 'Flow of the own venue: totals only, and none of a few people.',
    access: AS_MANAGER,
    params: IdParams,
    status: 200,
    response: OwnTotals,
    errors: ['NOT_FOUND'],
  }),
  offerManagement: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/manager-offers',
    tag: 'venues',
    summary:
      'Asks whoever holds a telephone to manage the venue; they are told by SMS and see it when they sign in. The answer is the same whether the number is known or not. One before it ends.',
    access: { who: 'staff', permission: 'venue.edit', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ id: Id, phone: Phone }),
    status: 204,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'TOO_MANY_REQUESTS'],
  }),
  getVenuePeople: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id/people',
    tag: 'venues',
    summary: 'Manager and number of inspectors of a venue, and its points.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue' },
    params: IdParams,
    status: 200,
    response: z.object({
      manager: Member.nullable(),
      inspectors: z.int(),
      /** Until when somebody is asked to manage it. */
      offeredUntil: Instant.nullable(),
      points: z.array(Point),
    }),
    errors: ['NOT_FOUND'],
  }),
};
