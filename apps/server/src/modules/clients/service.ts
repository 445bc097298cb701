import { type ClientPermission, ROTATED_SECRET_HOURS } from '@tongxing/contract';
import { newToken } from '../../platform/crypto/sealing';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { coversDivision } from '../area';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { type ClientRow, findClient, insertClient, markRevoked, rotateSecret } from './store';

type Context = Pick<ModuleContext, 'db' | 'clock'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface ClientApplication {
  /** Chosen by the caller, so that repeating is harmless. */
  readonly id: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly permissions: readonly ClientPermission[];
  readonly networks: readonly string[];
  readonly requestsPerMinute: number;
  /** How long it is valid. */
  readonly days: number;
}

export interface WithSecret {
  readonly client: ClientRow;
  /** Null when the request was repeated: a secret is told once. */
  readonly secret: string | null;
}

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getClient({ db }: Pick<Context, 'db'>, staff: Staff, publicId: string): Promise<ClientRow> {
  const client = await findClient(db, staff, publicId);
  if (client === undefined) throw new Refusal('NOT_FOUND');
  return client;
}

/**
 * Gives another system a key.
 * @throws {Refusal} INVALID_REQUEST for a division outside the area; STATE_CONFLICT when the id belongs to another one.
 */
export async function createClient(
  context: Context,
  staff: Staff,
  divisions: Divisions,
  application: ClientApplication,
  requestId: string,
): Promise<WithSecret> {
  const { db, clock } = context;
  const { id: publicId, name, divisionCode: areaCode, networks, requestsPerMinute, days } = application;
  if (!divisions.has(areaCode) || !coversDivision(staff, areaCode)) throw refuseField('divisionCode', 'division_unknown');
  const permissions = [...new Set(application.permissions)].sort();
  const { token, hash } = newToken();
  const createdAt = new Date(clock.now());
  const expiresAt = new Date(clock.now() + days * DAY_MS);
  const row = { publicId, name, areaCode, permissions, networks, requestsPerMinute, secretHash: hash, authorId: staff.staffId };
  const isNew = await db.transaction().execute(async (tx) => {
    if (!(await insertClient(tx, { ...row, createdAt, expiresAt }))) return false;
    const after = { areaCode, permissions, networks, requestsPerMinute, expiresAt: expiresAt.toISOString() };
    await recordAudit(tx, { actor: staff, action: 'client.create', subject: `client:${publicId}`, after, requestId });
    return true;
  });
  const client = await findClient(db, staff, publicId);
  if (client === undefined || client.name !== name || client.areaCode !== areaCode) throw new Refusal('STATE_CONFLICT');
  return { client, secret: isNew ? token : null };
}

/**
 * Makes a new secret; the one before lives on for a day, so that the system can be told in peace.
 * @throws {Refusal} NOT_FOUND as above; STATE_CONFLICT for a revoked system.
 */
export async function rotateClient(
  context: Context,
  staff: Staff,
  publicId: string,
  rotationId: string,
  requestId: string,
): Promise<WithSecret> {
  const { db, clock } = context;
  const { id, revokedAt } = await getClient(context, staff, publicId);
  if (revokedAt !== null) throw new Refusal('STATE_CONFLICT');
  const { token, hash } = newToken();
  const earlierUntil = new Date(clock.now() + ROTATED_SECRET_HOURS * HOUR_MS);
  const isNew = await db.transaction().execute(async (tx) => {
    if (!(await rotateSecret(tx, id, { id: rotationId, secretHash: hash, earlierUntil }))) return false;
    await recordAudit(tx, { actor: staff, action: 'client.rotate', subject: `client:${publicId}`, requestId });
    return true;
  });
  return { client: await getClient(context, staff, publicId), secret: isNew ? token : null };
}

/** Ends a system's key for ever. Repeating it changes nothing. @throws {Refusal} NOT_FOUND as above. */
export async function revokeClient(
  context: Context,
  staff: Staff,
  publicId: string,
  reason: string,
  requestId: string,
): Promise<ClientRow> {
  const { db, clock } = context;
  const { id } = await getClient(context, staff, publicId);
  await db.transaction().execute(async (tx) => {
    if (!(await markRevoked(tx, id, new Date(clock.now())))) return;
    await recordAudit(tx, { actor: staff, action: 'client.revoke', subject: `client:${publicId}`, reason, requestId });
  });
  return getClient(context, staff, publicId);
}
