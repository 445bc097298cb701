import { z } from 'zod';
import {
  DivisionCode,
  DivisionRef,
  Id,
  IdParams,
  Instant,
  PageQuery,
  page,
  Scene,
  searched,
  text,
  VenueClass,
  VenueState,
} from '../common';
import { endpoint } from '../endpoint';
import { PERMISSIONS } from '../permissions';

export const StaffMe = z
  .object({
    username: z.string(),
    displayName: z.string(),
    role: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)),
    roleTitle: z.string().nullable().describe('of a role that a district made; clients have words for shipped ones'),
    /** Null when the area is of another kind. */
    area: DivisionRef.nullable(),
    venueId: Id.nullable(),
    /** Functional area, or industry inside a division: then with its class. */
    zone: z.object({ name: z.string(), venueClass: VenueClass.nullable() }).nullable(),
    hasSecondFactor: z.boolean(),
  })
  .meta({ id: 'StaffMe' });
export type StaffMe = z.infer<typeof StaffMe>;

export const Venue = z
  .object({
    id: Id,
    code: z.string(),
    name: z.string(),
    class: VenueClass,
    scene: Scene,
    state: VenueState,
    address: z.string(),
    division: DivisionRef,
    contactPhone: z.string().describe('masked'),
    createdAt: Instant,
  })
  .meta({ id: 'Venue' });
export type Venue = z.infer<typeof Venue>;

/** Totals only: nobody at a venue ever sees who. */
export const VenueTotals = z
  .object({
    today: z.object({ pass: z.int(), attention: z.int(), stop: z.int(), unfinished: z.int() }),
    hours: z.array(z.object({ hour: z.int().min(0).max(23), count: z.int() })).length(24),
    lastScanAt: Instant.nullable(),
  })
  .meta({ id: 'VenueTotals' });
export type VenueTotals = z.infer<typeof VenueTotals>;

/** One row of "what waits for me". */
export const WorkItem = z
  .object({
    kind: z.enum([
      'warnings_to_acknowledge',
      'incidents_to_dispatch',
      'incidents_open',
      'incidents_overdue',
      'traces_to_approve',
      'evidence_to_confirm',
      'withdrawals_to_decide',
      'rights_requests_open',
      'rights_requests_overdue',
      'purposes_uncovered',
    ]),
    count: z.int(),
    oldestAt: Instant.nullable(),
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;

export const Flow = z
  .object({
    /** Last 24 hours, oldest first. */
    hours: z.array(z.object({ from: Instant, pass: z.int(), attention: z.int(), stop: z.int(), unfinished: z.int() })),
    venues: z.int(),
    venuesWithScans: z.int(),
    openIncidents: z.int(),
    overdueIncidents: z.int(),
  })
  .meta({ id: 'Flow' });
export type Flow = z.infer<typeof Flow>;

/** A tablet paired with a venue. */
export const DoorScreen = z
  .object({ id: Id, device: z.string().describe('kind of browser and system; empty when unknown'), pairedAt: Instant, expiresAt: Instant })
  .meta({ id: 'DoorScreen' });
export type DoorScreen = z.infer<typeof DoorScreen>;

export const staffEndpoints = {
  getStaffMe: endpoint({
    method: 'GET',
    path: '/api/v1/staff/me',
    tag: 'staff',
    summary: 'The signed-in account, its permissions and area.',
    access: { who: 'self' },
    status: 200,
    response: StaffMe,
    errors: [],
  }),
  listWork: endpoint({
    method: 'GET',
    path: '/api/v1/staff/work',
    tag: 'staff',
    summary: 'What waits for the signed-in account, by its permissions and area.',
    access: { who: 'self' },
    status: 200,
    response: z.object({ items: z.array(WorkItem) }),
    errors: [],
  }),
  followChanges: endpoint({
    method: 'GET',
    path: '/api/v1/staff/feed',
    tag: 'staff',
    summary:
      'Tells that lists changed (server-sent events named `changed`; `beat` every 5 s). Ends with the session; six a session at most.',
    access: { who: 'self' },
    status: 200,
    events: z.object({ kind: z.enum(['warnings', 'incidents', 'traces', 'regimes', 'messages', 'evidence', 'rights_requests']) }),
    errors: ['TOO_MANY_REQUESTS'],
  }),
  listVenues: endpoint({
    method: 'GET',
    path: '/api/v1/venues',
    tag: 'venues',
    summary: 'Venues of the own area.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue', clients: true },
    query: PageQuery.extend({
      search: searched(50).optional(),
      divisionCode: DivisionCode.optional(),
      class: VenueClass.optional(),
      state: VenueState.optional(),
    }),
    status: 200,
    response: page(Venue),
    errors: [],
  }),
  createVenue: endpoint({
    method: 'POST',
    path: '/api/v1/venues',
    tag: 'venues',
    summary: 'Register a venue and issue its code. Repeating the same id is harmless.',
    access: { who: 'staff', permission: 'venue.create', area: 'division' },
    body: z.strictObject({
      id: Id,
      name: text(60, 2),
      class: VenueClass,
      scene: Scene.default('ordinary'),
      address: text(120, 4),
      divisionCode: DivisionCode,
      contactPhone: z.string().regex(/^1[3-9]\d{9}$/),
    }),
    status: 201,
    response: Venue,
    errors: ['STATE_CONFLICT'],
  }),
  getVenue: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id',
    tag: 'venues',
    summary: 'One venue of the own area.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue', clients: true },
    params: IdParams,
    status: 200,
    response: Venue,
    errors: ['NOT_FOUND'],
  }),
  setVenueState: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/state',
    tag: 'venues',
    summary: 'Suspend, reopen or retire a venue; applies to the next scan.',
    access: { who: 'staff', permission: 'venue.edit', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ state: VenueState.exclude(['replaced']), reason: text(200) }),
    status: 200,
    response: Venue,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  getVenueTotals: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id/totals',
    tag: 'venues',
    summary: 'Flow of one venue today. Totals only.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue', clients: true },
    params: IdParams,
    status: 200,
    response: VenueTotals,
    errors: ['NOT_FOUND'],
  }),
  createDoorPairing: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/door-pairings',
    tag: 'door',
    summary: 'A six-digit code, valid ten minutes and once, that pairs a tablet as door screen.',
    access: { who: 'staff', permission: 'door.pair', area: 'venue', proof: 'fresh' },
    params: IdParams,
    status: 201,
    response: z.object({ pairingCode: z.string(), expiresAt: Instant }),
    errors: ['NOT_FOUND'],
  }),
  listDoorScreens: endpoint({
    method: 'GET',
    path: '/api/v1/venues/:id/door-screens',
    tag: 'door',
    summary: 'Tablets paired as door screens of a venue, newest first; those that ended are missing.',
    access: { who: 'staff', permission: 'door.pair', area: 'venue' },
    params: IdParams,
    query: PageQuery,
    status: 200,
    response: page(DoorScreen),
    errors: ['NOT_FOUND'],
  }),
  endDoorScreen: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/door-screens/revocation',
    tag: 'door',
    summary:
      'End the pairing of a screen, such as a lost tablet: from its next request on, its feed within seconds. Repeating it is harmless.',
    access: { who: 'staff', permission: 'door.pair', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ id: Id.describe('of the screen'), reason: text(200) }),
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  getFlow: endpoint({
    method: 'GET',
    path: '/api/v1/statistics/flow',
    tag: 'statistics',
    summary: 'Scans of the last 24 hours in the own area, by hour and verdict.',
    access: { who: 'staff', permission: 'statistics.read', area: 'venue', clients: true },
    status: 200,
    response: Flow,
    errors: [],
  }),
};
