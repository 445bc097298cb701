import { ADVICE } from '@tongxing/rules';
import { z } from 'zod';
import { Direction, DocumentType, Id, IdParams, Instant, PageQuery, page, text, VenueRef, Verdict } from '../common';
import { DeviceNonce, DevicePublicKey, DeviceSignature } from '../device-proof';
import { endpoint } from '../endpoint';
import { TEMPERATURE_C } from '../venue-people';
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
    /** By what it proves itself: nothing before it enrols; a secret, from before there were keys; a key pair of its own. */
    proof: z.enum(['none', 'secret', 'key']),
    /** When the present key came, by enrolment or by a change of its own. */
    keySetAt: Instant.nullable(),
    /** First digits of the key's SHA-256, to compare with what the device shows. */
    keyFingerprint: z.string().nullable(),
    lastSignInAt: Instant.nullable(),
    liveSessions: z.int().describe('sessions that are accepted now, two at most'),
    /** Since when two holders of its key are known to have been at work at once; goes with the next enrolment. */
    clonedAt: Instant.nullable(),
    /** From then on nothing of it is accepted; null while it is in use. */
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

/** What a device is told of itself. */
export const OwnDevice = Device.pick({ id: true, name: true, kind: true, venue: true, keySetAt: true }).meta({ id: 'OwnDevice' });
export type OwnDevice = z.infer<typeof OwnDevice>;

export const EntryBody = z.strictObject({
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
    summary: 'Register a device for a venue of the own area. Repeating the same id is harmless. It is let in when it has enrolled.',
    access: { who: 'staff', permission: 'device.register', area: 'venue' },
    body: z.strictObject({ id: Id, venueId: Id, name: text(40), kind: DeviceKind }),
    status: 201,
    response: Device,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  inviteDevice: endpoint({
    method: 'POST',
    path: '/api/v1/devices/:id/enrolment-codes',
    tag: 'devices',
    summary:
      'A code by which the device enrols, valid half an hour and once; one before it stops working. With a new key the one before and its sessions end.',
    access: { who: 'staff', permission: 'device.register', area: 'venue', proof: 'fresh' },
    params: IdParams,
    status: 201,
    response: z.object({ code: z.string().describe('in this answer only'), expiresAt: Instant }),
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  listDevices: endpoint({
    method: 'GET',
    path: '/api/v1/devices',
    tag: 'devices',
    summary: 'Devices of the own area, newest first.',
    access: { who: 'staff', permission: 'device.read', area: 'venue', clients: true },
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
  signDeviceOut: endpoint({
    method: 'POST',
    path: '/api/v1/devices/:id/sign-out',
    tag: 'devices',
    summary: 'Ends the sessions of a device, everywhere within seconds; with its key it signs in anew.',
    access: { who: 'staff', permission: 'device.revoke', area: 'venue' },
    params: IdParams,
    body: z.strictObject({ reason: text(200) }),
    status: 200,
    response: Device,
    errors: ['NOT_FOUND'],
  }),
  enrolDevice: endpoint({
    method: 'POST',
    path: '/api/v1/device/enrolments',
    tag: 'devices',
    summary:
      'A device brings the public half of a key pair it has made, with the code of its registration. Signed with the private half. Repeating it while the code lasts answers the same.',
    access: { who: 'anyone' },
    body: z.strictObject({ code: z.string().min(1).max(40), publicKey: DevicePublicKey, signature: DeviceSignature }),
    status: 200,
    response: OwnDevice,
    errors: ['ENROLMENT_CODE_UNKNOWN', 'DEVICE_NOT_ACCEPTED', 'STATE_CONFLICT', 'TOO_MANY_REQUESTS'],
  }),
  startDeviceSession: endpoint({
    method: 'POST',
    path: '/api/v1/device/sessions',
    tag: 'devices',
    summary:
      'A device proves that it holds its key and is given a token for its requests. A proof works once; of three sessions the oldest ends.',
    access: { who: 'anyone' },
    body: z.strictObject({
      device: Id,
      at: Instant.describe('by the clock of the device, at most five minutes off'),
      nonce: DeviceNonce,
      signature: DeviceSignature,
    }),
    status: 201,
    response: z.object({ token: z.string(), expiresAt: Instant }),
    errors: ['DEVICE_NOT_ACCEPTED', 'DEVICE_REVOKED', 'DEVICE_CLOCK_WRONG', 'DEVICE_PROOF_USED', 'TOO_MANY_REQUESTS'],
  }),
  endDeviceSession: endpoint({
    method: 'DELETE',
    path: '/api/v1/device/sessions/current',
    tag: 'devices',
    summary: 'A device ends the session whose token it shows.',
    access: { who: 'device' },
    status: 204,
    errors: [],
  }),
  changeDeviceKey: endpoint({
    method: 'POST',
    path: '/api/v1/device/keys',
    tag: 'devices',
    summary:
      'A device changes its key pair: signed with the new key and with the old one. A device with a secret needs no old signature, and its secret ends. Its sessions end; it signs in anew. Repeating it answers the same.',
    access: { who: 'device' },
    body: z.strictObject({ publicKey: DevicePublicKey, signature: DeviceSignature, oldSignature: DeviceSignature.optional() }),
    status: 200,
    response: OwnDevice,
    errors: ['DEVICE_NOT_ACCEPTED', 'STATE_CONFLICT'],
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
