import { deviceStatement } from '@tongxing/contract';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import type { DeviceTokens } from '../../platform/crypto/device-tokens';
import { isSignedWith } from '../../platform/crypto/ed25519';
import { hashToken } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import type { Device } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { endSession, endSessions, findKey, insertSession, type KeyRow, lockKey } from './session-store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged'>;

const HOUR_MS = 3_600_000;
const SESSION_MS = 12 * HOUR_MS;
/** One at work and one to go over to. */
const MOST_LIVE = 2;
/** A clock without a battery is set by the network within minutes; a proof older than this is none. */
const CLOCK_MS = 5 * 60_000;
/** A device signs in twice a day; one that is broken or in the wrong hands writes no more than this. */
const SIGN_INS: AttemptRule = { name: 'device sign-in', most: 60, periodMs: HOUR_MS };

/** A proof as a device sends it. */
export interface SessionProof {
  /** Public id. */
  readonly device: string;
  /** RFC 3339, as it was signed. */
  readonly at: string;
  readonly nonce: string;
  readonly signature: string;
}

export interface Session {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Opens a session for a device that proves to hold its key.
 * @throws {Refusal} DEVICE_NOT_ACCEPTED for an unknown device or another key; to the holder of the key: DEVICE_REVOKED,
 * DEVICE_CLOCK_WRONG, DEVICE_PROOF_USED, TOO_MANY_REQUESTS.
 */
export async function startSession(context: Context, tokens: DeviceTokens, proof: SessionProof, requestId: string): Promise<Session> {
  const { db, clock } = context;
  const device = await findKey(db, proof.device.toLowerCase());
  if (device === undefined || !isProved(device, proof)) throw new Refusal('DEVICE_NOT_ACCEPTED');
  const wait = await countAttempt(context, SIGN_INS, device.publicId);
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  await refuseRevoked(context, device, requestId);
  const now = clock.now();
  if (Math.abs(now - Date.parse(proof.at)) > CLOCK_MS) throw new Refusal('DEVICE_CLOCK_WRONG');
  const { token, hash } = tokens.make();
  const startedAt = new Date(now);
  const expiresAt = new Date(now + SESSION_MS);
  await db.transaction().execute(async (tx) => {
    await lockSameKey(tx, device);
    const nonce = Buffer.from(proof.nonce, 'base64url');
    if (!(await insertSession(tx, { deviceId: device.id, tokenHash: hash, nonce, startedAt, expiresAt })))
      throw new Refusal('DEVICE_PROOF_USED');
    await endSessions(tx, device.id, startedAt, MOST_LIVE);
  });
  await context.factsChanged();
  return { token, expiresAt };
}

function isProved({ publicKey }: KeyRow, { device, at, nonce, signature }: SessionProof): boolean {
  return publicKey !== null && isSignedWith(publicKey, deviceStatement.session(device, at, nonce), signature);
}

/** A device that was lost and calls again is worth a line in the log. */
async function refuseRevoked({ db }: Context, { id, venueId, publicId, revokedAt }: KeyRow, requestId: string): Promise<void> {
  if (revokedAt === null) return;
  const actor: Device = { kind: 'device', deviceId: id, venueId };
  await recordAudit(db, { actor, action: 'device.refuse', subject: `device:${publicId}`, reason: 'DEVICE_REVOKED', requestId });
  throw new Refusal('DEVICE_REVOKED');
}

/** Between the look at the proof and now the device may have been revoked, or have enrolled another key. */
async function lockSameKey(tx: Tx, { id, publicKey }: KeyRow): Promise<void> {
  const now = await lockKey(tx, id);
  if (now.revokedAt !== null) throw new Refusal('DEVICE_REVOKED');
  if (now.publicKey === null || publicKey === null || !now.publicKey.equals(publicKey)) throw new Refusal('DEVICE_NOT_ACCEPTED');
}

/** Ends the session a device shows; one that shows a secret has none. */
export async function leaveSession(context: Context, { deviceId }: Device, token: string): Promise<void> {
  const at = new Date(context.clock.now());
  await context.db.transaction().execute((tx) => endSession(tx, deviceId, hashToken(token), at));
  await context.factsChanged();
}
