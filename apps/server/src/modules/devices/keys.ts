import { parseEnrolmentCode } from '@tongxing/codes';
import { deviceStatement } from '@tongxing/contract';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { isSignedWith } from '../../platform/crypto/ed25519';
import { hashToken } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import type { Device } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { networkOf } from '../../platform/networks';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { endSessions, type KeyRow, lockEnrolment, lockKey, markEnrolmentUsed, setKey } from './session-store';
import { type DeviceRow, getOwnDevice } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged'>;

/** Tries from one network; a code of 55 bits needs no limit of all. */
export const ENROLMENT_TRIES: AttemptRule = { name: 'enrolment code', most: 20, periodMs: 600_000 };

/** Hash under which an enrolment code is kept. */
export function enrolmentHash(code: string): Buffer {
  return hashToken(`device enrolment\n${code}`);
}

export interface NewKey {
  /** Raw, base64url. */
  readonly publicKey: string;
  /** With the new key: that it is not somebody else's. */
  readonly signature: string;
}

/**
 * Takes the key that a device has made, by the code of its registration.
 * @param address of the caller, for the limit of tries
 * @throws {Refusal} ENROLMENT_CODE_UNKNOWN; DEVICE_NOT_ACCEPTED when the signature is not made with the key;
 * STATE_CONFLICT when another device has the key; TOO_MANY_REQUESTS.
 */
export async function enrolDevice(
  context: Context,
  { code: typed, publicKey, signature }: NewKey & { readonly code: string },
  address: string,
  requestId: string,
): Promise<DeviceRow> {
  const { db, clock } = context;
  const from = networkOf(address);
  const wait = await countAttempt(context, ENROLMENT_TRIES, from);
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  const code = parseEnrolmentCode(typed);
  if (code === undefined) throw new Refusal('ENROLMENT_CODE_UNKNOWN');
  const key = Buffer.from(publicKey, 'base64url');
  if (!isSignedWith(key, deviceStatement.enrolment(code, publicKey), signature)) throw new Refusal('DEVICE_NOT_ACCEPTED');
  const at = new Date(clock.now());
  const deviceId = await db.transaction().execute(async (tx) => {
    const enrolment = await lockEnrolment(tx, enrolmentHash(code), at);
    if (enrolment === undefined) throw new Refusal('ENROLMENT_CODE_UNKNOWN');
    const device = await lockKey(tx, enrolment.deviceId);
    const isRepeated = enrolment.usedAt !== null && device.publicKey?.equals(key) === true;
    if (device.revokedAt !== null || (enrolment.usedAt !== null && !isRepeated)) throw new Refusal('ENROLMENT_CODE_UNKNOWN');
    if (isRepeated) return device.id;
    await replaceKey(tx, device, key, at, { action: 'device.enrol', requestId });
    await markEnrolmentUsed(tx, device.id, at);
    return device.id;
  });
  await forgetAttempts(context, ENROLMENT_TRIES, from);
  await context.factsChanged();
  return getOwnDevice(db, deviceId);
}

/**
 * A device puts another key in the place of its own: proved with both, or with its secret when it never had one.
 * @throws {Refusal} DEVICE_NOT_ACCEPTED when a signature is missing or wrong; STATE_CONFLICT when another device has the key.
 */
export async function changeKey(
  context: Context,
  caller: Device,
  { publicKey, signature, oldSignature }: NewKey & { readonly oldSignature?: string | undefined },
  requestId: string,
): Promise<DeviceRow> {
  const { db, clock } = context;
  const key = Buffer.from(publicKey, 'base64url');
  const at = new Date(clock.now());
  await db.transaction().execute(async (tx) => {
    const device = await lockKey(tx, caller.deviceId);
    const statement = deviceStatement.key(device.publicId, publicKey);
    if (device.revokedAt !== null || !isSignedWith(key, statement, signature)) throw new Refusal('DEVICE_NOT_ACCEPTED');
    if (device.publicKey?.equals(key) === true) return;
    if (!maySucceed(device, caller, statement, oldSignature)) throw new Refusal('DEVICE_NOT_ACCEPTED');
    await replaceKey(tx, device, key, at, { action: 'device.rekey', requestId });
  });
  await context.factsChanged();
  return getOwnDevice(db, caller.deviceId);
}

function maySucceed({ publicKey }: KeyRow, { bySecret }: Device, statement: string, oldSignature: string | undefined): boolean {
  if (publicKey === null) return bySecret === true;
  return oldSignature !== undefined && isSignedWith(publicKey, statement, oldSignature);
}

/** A clone that changes the key must not wipe out the mark it left; a new enrolment by staff does. */
const AFTERWARDS = { 'device.enrol': 'cleared', 'device.rekey': 'kept' } as const;

interface Change {
  readonly action: keyof typeof AFTERWARDS;
  readonly requestId: string;
}

async function replaceKey(tx: Tx, { id, venueId, publicId }: KeyRow, key: Buffer, at: Date, { action, requestId }: Change): Promise<void> {
  if (!(await setKey(tx, id, key, at, AFTERWARDS[action]))) throw new Refusal('STATE_CONFLICT');
  const ended = await endSessions(tx, id, at);
  const actor: Device = { kind: 'device', deviceId: id, venueId };
  await recordAudit(tx, { actor, action, subject: `device:${publicId}`, after: { endedSessions: ended }, requestId });
}
