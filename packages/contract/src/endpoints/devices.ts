import { ADVICE } from '@tongxing/rules';
import { z } from 'zod';
import { Direction, DocumentType, Id, IdParams, Instant, PageQuery, page, text, VenueRef, Verdict } from '../common';
import { endpoint } from '../endpoint';
import { Sign } from './passage';

/** What stands at a door. `handheld` is carried by a guard, the others are fixed. */
export const DEVICE_KINDS = ['gate', 'pillar', 'panel', 'handheld'] as const;
export const DeviceKind = z.enum(DEVICE_KINDS).meta({ id: 'DeviceKind' });
export type DeviceKind = z.infer<typeof DeviceKind>;

export const Device = z
  .object({
    id: Id,
    name: z.string(),
    kind: DeviceKind,
    venue: VenueRef,
    registeredAt: Instant,
    /** From then on nothing of it is accepted; null while it is in use. */
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const RegisteredDevice = Device.extend({
  secret: z
    .string()
    .nullable()
    .describe('in the answer that registers the device and in no other; when it is lost, revoke the device and register it anew'),
}).meta({ id: 'RegisteredDevice' });
export type RegisteredDevice = z.infer<typeof RegisteredDevice>;

/** °C between which a reading is one of a person (national practice for forehead thermometers); outside it the sensor is wrong. */
export const TEMPERATURE_C = { least: 30, most: 45 } as const;

const EntryBody = z.strictObject({
  /** UUIDv7 made when the card is read or the number keyed; its time is the time of the visit. */
  eventId: z.uuidv7(),
  documentType: DocumentType,
  documentNumber: z.string().trim().min(5).max(24),
  name: z
    .string()
    .trim()
    .min(2)
    .max(50)
    .optional()
    .describe('as on the document; needed for somebody nobody has recorded yet, else ignored'),
  temperatureC: z.number().min(TEMPERATURE_C.least).max(TEMPERATURE_C.most).optional(),
  direction: Direction.default('in'),
});

/** What a device and venue staff are told of a person: an answer and a masked name, never an id or a number. */
export const EntryAnswer = z
  .object({
    eventId: z.uuid(),
    /** When the card was read or the number keyed. */
    at: Instant,
    recordedAt: Instant,
    verdict: Verdict,
    advice: z.enum(ADVICE),
    name: z.string().describe('masked'),
    sign: Sign,
    /** True when this event id had been answered before; the first answer is repeated. */
    repeated: z.boolean(),
  })
  .meta({ id: 'EntryAnswer' });
export type EntryAnswer = z.infer<typeof EntryAnswer>;

export const deviceEndpoints = {
  registerDevice: endpoint({
    method: 'POST',
    path: '/api/v1/devices',
    tag: 'devices',
    summary: 'Register a device for a venue of the own area. Answers its secret once; repeating the same id is harmless and answers none.',
    access: { who: 'staff', permission: 'device.register', area: 'venue' },
    body: z.strictObject({ id: Id, venueId: Id, name: text(40), kind: DeviceKind }),
    status: 201,
    response: RegisteredDevice,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listDevices: endpoint({
    method: 'GET',
    path: '/api/v1/devices',
    tag: 'devices',
    summary: 'Devices of the own area, newest first.',
    access: { who: 'staff', permission: 'device.read', area: 'venue' },
    query: PageQuery.extend({ venueId: Id.optional() }),
    status: 200,
    response: page(Device),
    errors: [],
  }),
  revokeDevice: endpoint({
    method: 'POST',
    path: '/api/v1/devices/:id/revocation',
    tag: 'devices',
    summary: 'Nothing of the device is accepted any more, everywhere within seconds, for ever.',
    access: { who: 'staff', permission: 'device.revoke', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ reason: text(200) }),
    status: 200,
    response: Device,
    errors: ['NOT_FOUND'],
  }),
  verifyAtDevice: endpoint({
    method: 'POST',
    path: '/api/v1/device/verifications',
    tag: 'devices',
    summary:
      'A device has read an identity document at its venue and asks. The answer leaves after the visit is on disk; repeating the event id repeats the answer.',
    access: { who: 'device' },
    body: EntryBody,
    status: 200,
    response: EntryAnswer,
    errors: ['PERSON_UNKNOWN', 'EVENT_ID_TAKEN', 'EVENT_TIME_OUT_OF_RANGE', 'TOO_MANY_REQUESTS', 'UNAVAILABLE'],
  }),
  keyEntry: endpoint({
    method: 'POST',
    path: '/api/v1/venues/:id/entries',
    tag: 'devices',
    summary:
      'Venue staff key the document of somebody without a telephone. The answer leaves after the visit is on disk; repeating the event id repeats the answer.',
    access: { who: 'staff', permission: 'entry.key', area: 'venue' },
    params: IdParams,
    body: EntryBody,
    status: 200,
    response: EntryAnswer,
    errors: ['NOT_FOUND', 'PERSON_UNKNOWN', 'EVENT_ID_TAKEN', 'EVENT_TIME_OUT_OF_RANGE', 'TOO_MANY_REQUESTS', 'UNAVAILABLE'],
  }),
};
