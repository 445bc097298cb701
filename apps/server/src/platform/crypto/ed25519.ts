import { createHash, createPublicKey, verify } from 'node:crypto';

const RAW_KEY_BYTES = 32;
const FINGERPRINT_DIGITS = 16;

/**
 * Whether a text was signed with the private half of a key (Ed25519, RFC 8032).
 * @param publicKey raw, 32 bytes
 * @param signature base64url
 */
export function isSignedWith(publicKey: Buffer, text: string, signature: string): boolean {
  if (publicKey.length !== RAW_KEY_BYTES) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/** What people compare to tell whether two keys are the same: 16 hex digits of SHA-256, in groups of four. */
export function fingerprintOf(publicKey: Buffer): string {
  const digits = createHash('sha256').update(publicKey).digest('hex').slice(0, FINGERPRINT_DIGITS);
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}
