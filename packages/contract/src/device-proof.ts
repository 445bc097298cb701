import { z } from 'zod';

/** Ed25519 (RFC 8032): 32 bytes in base64url, as `x` of a JSON Web Key (RFC 8037). */
export const DevicePublicKey = z
  .string()
  .regex(/^[\w-]{43}$/)
  .meta({ id: 'DevicePublicKey' });
/** Ed25519: 64 bytes in base64url. */
export const DeviceSignature = z
  .string()
  .regex(/^[\w-]{86}$/)
  .meta({ id: 'DeviceSignature' });
/** 16 random bytes in base64url, new for each proof. */
export const DeviceNonce = z
  .string()
  .regex(/^[\w-]{22}$/)
  .meta({ id: 'DeviceNonce' });

/**
 * What a device signs, in UTF-8. The first line says for what: a signature for one thing is none for another. Values
 * stand as they are sent.
 */
export const deviceStatement = {
  /** With the key that it enrols. @param code as it was shown, without dashes, in capitals */
  enrolment: (code: string, publicKey: string) => lines('tongxing device enrolment 1', code, publicKey),
  /** With its key. @param at RFC 3339, as it is sent */
  session: (device: string, at: string, nonce: string) => lines('tongxing device session 1', device, at, nonce),
  /** With the new key and with the one before. */
  key: (device: string, publicKey: string) => lines('tongxing device key 1', device, publicKey),
} as const;

const lines = (...parts: readonly string[]) => parts.join('\n');
