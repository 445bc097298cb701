import type { DeviceKind } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Queryable, Tx } from '../../platform/database/database';
import type { Area, Staff } from '../../platform/http/principals';
import { withinArea } from '../area';

export interface NewDevice {
  readonly publicId: string;
  readonly venueId: number;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly registeredAt: Date;
}

/** @returns false when the id was used before. */
export async function insertDevice(tx: Tx, device: NewDevice): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`insert into devices (public_id, venue_id, name, kind, registered_at)
    values (${device.publicId}, ${device.venueId}, ${device.name}, ${device.kind}, ${device.registeredAt})
    on conflict (public_id) do nothing returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) return false;
  await announceDevice(tx, id);
  return true;
}

/** @returns false when it had been revoked before. */
export async function markRevoked(tx: Tx, id: number, at: Date): Promise<boolean> {
  const result = await sql`update devices set revoked_at = ${at} where id = ${id} and revoked_at is null`.execute(tx);
  if (result.numAffectedRows !== 1n) return false;
  await announceDevice(tx, id);
  return true;
}

/** Tells every node to read a device again. */
export async function announceDevice(tx: Tx, id: number): Promise<void> {
  await sql`insert into fact_changes (kind, key) values ('device', ${id})`.execute(tx);
}

export interface DeviceRow {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly registeredAt: Date;
  readonly revokedAt: Date | null;
  readonly hasSecret: boolean;
  readonly publicKey: Buffer | null;
  readonly keySetAt: Date | null;
  readonly clonedAt: Date | null;
  readonly venuePublicId: string;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly venueCheckpoint: string | null;
}

const deviceColumns = sql`d.id, d.public_id, d.name, d.kind, d.registered_at, d.revoked_at,
  d.secret_hash is not null as has_secret, d.public_key, d.key_set_at, d.cloned_at, v.public_id as venue_public_id, v.name as venue_name, v.address as venue_address, v.checkpoint as venue_checkpoint`;

export async function findDevice(db: Queryable, staff: Staff, publicId: string): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`select ${deviceColumns} from devices d join venues v on v.id = d.venue_id
    where d.public_id = ${publicId} and ${withinArea(staff, 'v.division_code', 'v.id')}`.execute(db);
  return rows[0];
}

export interface DeviceFilter {
  readonly venueId: string | undefined;
  readonly place: Place | undefined;
  readonly limit: number;
}

/** Devices of the caller's area, newest first. */
export async function listDevices(db: Queryable, area: Area, { venueId, place, limit }: DeviceFilter): Promise<DeviceRow[]> {
  const older = place === undefined ? sql`true` : sql`(d.registered_at, d.public_id) < (${place.at}, ${place.id}::uuid)`;
  const ofVenue = venueId === undefined ? sql`true` : sql`v.public_id = ${venueId}`;
  const { rows } = await sql<DeviceRow>`select ${deviceColumns} from devices d join venues v on v.id = d.venue_id
    where ${withinArea(area, 'v.division_code', 'v.id')} and ${ofVenue} and ${older}
    order by d.registered_at desc, d.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** A device by its own id, for itself. */
export async function getOwnDevice(db: Queryable, deviceId: number): Promise<DeviceRow> {
  const { rows } = await sql<DeviceRow>`select ${deviceColumns} from devices d join venues v on v.id = d.venue_id
    where d.id = ${deviceId}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`device ${deviceId} is not there`);
  return row;
}
