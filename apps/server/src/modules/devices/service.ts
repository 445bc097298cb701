import type { DeviceKind } from '@tongxing/contract';
import { newToken } from '../../platform/crypto/sealing';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { type DeviceRow, findDevice, insertDevice, markRevoked } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged'>;

export interface DeviceApplication {
  /** Chosen by the client, so that repeating is harmless. */
  readonly id: string;
  /** Public id of the venue it stands at. */
  readonly venueId: string;
  readonly name: string;
  readonly kind: DeviceKind;
}

export interface Registered {
  readonly device: DeviceRow;
  /** Null when the device had been registered before: the secret is told once, and nobody has it but the device. */
  readonly secret: string | null;
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
async function getDevice(context: Context, staff: Staff, publicId: string): Promise<DeviceRow> {
  const device = await findDevice(context.db, staff, publicId);
  if (device === undefined) throw new Refusal('NOT_FOUND');
  return device;
}

/**
 * Registers a device for a venue and makes its secret.
 * @throws {Refusal} NOT_FOUND for a venue or an id outside the area; STATE_CONFLICT when the id belongs to another device.
 */
export async function registerDevice(
  context: Context,
  staff: Staff,
  application: DeviceApplication,
  requestId: string,
): Promise<Registered> {
  const { db, clock } = context;
  const { id: publicId, name, kind } = application;
  const venue = await getVenue(context, staff, application.venueId);
  const { token, hash } = newToken();
  const isNew = await db.transaction().execute(async (tx) => {
    const registeredAt = new Date(clock.now());
    if (!(await insertDevice(tx, { publicId, venueId: venue.id, name, kind, secretHash: hash, registeredAt }))) return false;
    await recordAudit(tx, {
      actor: staff,
      action: 'device.register',
      subject: `device:${publicId}`,
      after: { venue: venue.publicId, kind },
      requestId,
    });
    return true;
  });
  await context.factsChanged();
  const device = await getDevice(context, staff, publicId);
  if (device.venuePublicId !== venue.publicId || device.name !== name || device.kind !== kind) throw new Refusal('STATE_CONFLICT');
  return { device, secret: isNew ? token : null };
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
