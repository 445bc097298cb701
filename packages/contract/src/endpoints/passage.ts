import { ADVICE } from '@tongxing/rules';
import { z } from 'zod';
import { Direction, EvidenceGrade, Instant, ReasonCode, Scene, VenueCode, VenueRef, VenueState, Verdict } from '../common';
import { endpoint } from '../endpoint';

export const PublicVenue = z
  .object({
    code: z.string().describe('canonical form'),
    name: z.string(),
    address: z.string(),
    checkpoint: z.string().nullable(),
    scene: Scene,
    state: VenueState,
  })
  .meta({ id: 'PublicVenue' });
export type PublicVenue = z.infer<typeof PublicVenue>;

/** Seed of the figure that changes by venue and day, 8 hex digits. The same on phone and door screen. */
export const Sign = z.string().regex(/^[0-9a-f]{8}$/);

export const ScanAnswer = z
  .object({
    eventId: z.uuid(),
    /** When the scan was captured. */
    at: Instant,
    recordedAt: Instant,
    verdict: Verdict,
    reasons: z.array(ReasonCode).min(1),
    advice: z.enum(ADVICE),
    evidence: EvidenceGrade,
    venue: VenueRef,
    sign: Sign,
    /** True when this event id had been answered before; the first answer is repeated. */
    repeated: z.boolean(),
    /** True when the answer was given by facts that could not be refreshed in time: the node had lost its database. */
    stale: z.boolean(),
  })
  .meta({ id: 'ScanAnswer' });
export type ScanAnswer = z.infer<typeof ScanAnswer>;

/** What a door screen is told: no name, no reason. */
export const DoorAnswer = z
  .object({ eventId: z.uuid(), at: Instant, verdict: Verdict, advice: z.enum(ADVICE), checkpoint: z.string().nullable(), sign: Sign })
  .meta({ id: 'DoorAnswer' });
export type DoorAnswer = z.infer<typeof DoorAnswer>;

export const DoorState = z
  .object({
    venue: VenueRef,
    state: VenueState,
    sign: Sign,
    /** Today, in the venue's time zone. */
    totals: z.object({ pass: z.int(), attention: z.int(), stop: z.int(), unfinished: z.int() }),
    last: z.array(DoorAnswer).max(10),
    now: Instant,
  })
  .meta({ id: 'DoorState' });
export type DoorState = z.infer<typeof DoorState>;

export const passageEndpoints = {
  getVenueByCode: endpoint({
    method: 'GET',
    path: '/api/v1/venue-codes/:code',
    tag: 'passage',
    summary: 'Name and address behind a venue code, so that the visitor can compare.',
    access: { who: 'anyone', limits: 'misses' },
    params: z.strictObject({ code: VenueCode }),
    status: 200,
    response: PublicVenue,
    errors: ['VENUE_CODE_UNKNOWN', 'TOO_MANY_REQUESTS'],
  }),
  scan: endpoint({
    method: 'POST',
    path: '/api/v1/scans',
    tag: 'passage',
    summary: 'A resident scans a venue code. The answer leaves after the visit is on disk; repeating the event id repeats the answer.',
    access: { who: 'resident', registered: true },
    body: z.strictObject({
      /** UUIDv7 made at capture; its time is the time of the visit. */
      eventId: z.uuidv7(),
      code: VenueCode,
      direction: Direction.default('in'),
    }),
    status: 200,
    response: ScanAnswer,
    errors: ['VENUE_CODE_UNKNOWN', 'EVENT_ID_TAKEN', 'EVENT_TIME_OUT_OF_RANGE', 'TOO_MANY_REQUESTS', 'UNAVAILABLE'],
  }),
  pairDoor: endpoint({
    method: 'POST',
    path: '/api/v1/door/sessions',
    tag: 'door',
    summary: 'Pair a door screen with the short code its manager sees; sets the door cookie.',
    access: { who: 'anyone' },
    body: z.strictObject({ pairingCode: z.string().regex(/^\d{6}$/) }),
    status: 200,
    response: DoorState,
    errors: ['SIGN_IN_FAILED', 'TOO_MANY_REQUESTS'],
  }),
  unpairDoor: endpoint({
    method: 'DELETE',
    path: '/api/v1/door/sessions/current',
    tag: 'door',
    summary: 'End the pairing of this screen.',
    access: { who: 'door' },
    status: 204,
    errors: [],
  }),
  getDoor: endpoint({
    method: 'GET',
    path: '/api/v1/door/state',
    tag: 'door',
    summary: 'Venue, totals of today and the last answers, without any name.',
    access: { who: 'door' },
    status: 200,
    response: DoorState,
    errors: [],
  }),
  followDoor: endpoint({
    method: 'GET',
    path: '/api/v1/door/feed',
    tag: 'door',
    summary:
      'Answers at this door as they are given (server-sent events named `answer`; `beat` every 5 s). Ends with the pairing; six a screen at most.',
    access: { who: 'door' },
    status: 200,
    events: DoorAnswer,
    errors: ['TOO_MANY_REQUESTS'],
  }),
};
