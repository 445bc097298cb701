import { randomBytes } from 'node:crypto';
import { enrolmentCodeFrom } from '@tongxing/codes';
import type { DeviceKind } from '@tongxing/contract';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { enrolmentHash } from './keys';
import { endSessions, putEnrolment } from './session-store';
import { type DeviceRow, findDevice, insertDevice, markRevoked } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged'>;

/** Long enough to walk to the device with it. */
export const ENROLMENT_LIFE_MS = 1_800_000;
const CODE_BYTES = 7;

export interface DeviceApplication {
  /** Chosen by the client, so that repeating is harmless. */
  readonly id: string;
  /** Public id of the venue it stands at. */
  readonly venueId: string;
  readonly name: string;
  readonly kind: DeviceKind;
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
async function getDevice(context: Context, staff: Staff, publicId: string): Promise<DeviceRow> {
  const device = await findDevice(context.db, staff, publicId);
  if (device === undefined) throw new Refusal('NOT_FOUND');
  return device;
}

/**
 * Registers a device for a venue. Nothing of it is accepted before it has enrolled.
 * @throws {Refusal} NOT_FOUND for a venue or an id outside the area; STATE_CONFLICT when the id belongs to another device.
 */
export async function registerDevice(
  context: Context,
  staff: Staff,
  application: DeviceApplication,
  requestId: string,
): Promise<DeviceRow> {
  const { db, clock } = context;
  const { id: publicId, name, kind } = application;
  const venue = await getVenue(context, staff, application.venueId);
  await db.transaction().execute(async (tx) => {
    const registeredAt = new Date(clock.now());
    if (!(await insertDevice(tx, { publicId, venueId: venue.id, name, kind, registeredAt }))) return;
    await recordAudit(tx, {
      actor: staff,
      action: 'device.register',
      subject: `device:${publicId}`,
      after: { venue: venue.publicId, kind },
      requestId,
    });
  });
  await context.factsChanged();
  const device = await getDevice(context, staff, publicId);
  if (device.venuePublicId !== venue.publicId || device.name !== name || device.kind !== kind) throw new Refusal('STATE_CONFLICT');
  return device;
}

/**
 * A code by which a device enrols a key, for the first time or anew. The one before stops working.
 * @throws {Refusal} NOT_FOUND as above; STATE_CONFLICT for a revoked device.
 */
export async function inviteDevice(
  context: Context,
  staff: Staff,
  publicId: string,
  requestId: string,
): Promise<{ code: string; expiresAt: string }> {
  const { db, clock } = context;
  const device = await getDevice(context, staff, publicId);
  if (device.revokedAt !== null) throw new Refusal('STATE_CONFLICT');
  const code = enrolmentCodeFrom(randomBytes(CODE_BYTES));
  const createdAt = new Date(clock.now());
  const expiresAt = new Date(clock.now() + ENROLMENT_LIFE_MS);
  await db.transaction().execute(async (tx) => {
    await putEnrolment(tx, { deviceId: device.id, codeHash: enrolmentHash(code), authorId: staff.staffId, createdAt, expiresAt });
    await recordAudit(tx, { actor: staff, action: 'device.invite', subject: `device:${device.publicId}`, requestId });
  });
  return { code, expiresAt: expiresAt.toISOString() };
}

/** Ends the sessions of a device; with its key it opens new ones. @throws {Refusal} NOT_FOUND as above. */
export async function signDeviceOut(
  context: Context,
  staff: Staff,
  publicId: string,
  reason: string,
  requestId: string,
): Promise<DeviceRow> {
  const { db, clock } = context;
  const device = await getDevice(context, staff, publicId);
  await db.transaction().execute(async (tx) => {
    const endedSessions = await endSessions(tx, device.id, new Date(clock.now()));
    if (endedSessions === 0) return;
    const subject = `device:${device.publicId}`;
    await recordAudit(tx, { actor: staff, action: 'device.sign_out', subject, reason, after: { endedSessions }, requestId });
  });
  await context.factsChanged();
  return device;
}

/** Ends a device for ever. Repeating it changes nothing. @throws {Refusal} NOT_FOUND as above. */
export async function revokeDevice(
  context: Context,
  staff: Staff,
  publicId: string,
  reason: string,
  requestId: string,
): Promise<DeviceRow> {
  const { db, clock } = context;
  const device = await getDevice(context, staff, publicId);
  await db.transaction().execute(async (tx) => {
    if (!(await markRevoked(tx, device.id, new Date(clock.now())))) return;
    await recordAudit(tx, { actor: staff, action: 'device.revoke', subject: `device:${device.publicId}`, reason, requestId });
  });
  await context.factsChanged();
  return getDevice(context, staff, publicId);
}
