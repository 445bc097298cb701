import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords (RFC 6238 over RFC 4226) as every authenticator app makes them: SHA-1, 6 digits, 30 s. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps before and after the present one that count: the telephone's clock, and the time it takes to type. */
const STEPS_APART = [-1, 0, 1];
/** RFC 4226 §4 asks for at least 128 bits and recommends 160. */
const SECRET_BYTES = 20;

export const newTotpSecret = () => randomBytes(SECRET_BYTES);

/** Number of the time step that an instant lies in. */
export const totpStep = (epochMs: number) => Math.floor(epochMs / STEP_MS);

/** Code of a time step (RFC 4226 §5.3). */
export function totpCode(secret: Buffer, step: number, digits: number = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0xf;
  const number = (hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * The time step that a code belongs to.
 * @param after newest step that was used: neither it nor any before it is good again
 * @returns undefined when the code is none of the steps around now
 */
export function matchingStep(secret: Buffer, code: string, epochMs: number, after: number): number | undefined {
  if (code.length !== DIGITS || !/^\d+$/.test(code)) return undefined;
  const given = Buffer.from(code);
  const steps = STEPS_APART.map((apart) => totpStep(epochMs) + apart);
  return steps.find((step) => step > after && timingSafeEqual(given, Buffer.from(totpCode(secret, step))));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 §6), as authenticators read a key. */
export function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** What a QR code hands over to the authenticator. */
export function otpauthAddress(secret: Buffer, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

/** Without letters and digits that look alike on paper. */
const RECOVERY_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const RECOVERY_GROUPS = 3;
const RECOVERY_GROUP_LENGTH = 4;

/** A code for whoever lost the authenticator: 59 random bits in three groups, `K3MF-9QTX-7HPA`. */
export function newRecoveryCode(): string {
  const group = () =>
    Array.from({ length: RECOVERY_GROUP_LENGTH }, () => RECOVERY_LETTERS.charAt(randomInt(RECOVERY_LETTERS.length))).join('');
  return Array.from({ length: RECOVERY_GROUPS }, group).join('-');
}

/** A recovery code as it is compared: however it was typed. */
export const canonicalRecoveryCode = (typed: string) =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
