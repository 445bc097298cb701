import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { QuickHmac } from './quick-hmac';

/** Which algorithms: `international` AES-256-GCM and HMAC-SHA-256; `national` SM4 and HMAC-SM3 (GB/T 32907, 32905). */
export const SUITE_IDS = ['international', 'national'] as const;
export type SuiteId = (typeof SUITE_IDS)[number];

/** The one face of what seals and indexes. Whoever seals knows no algorithm; a key names its suite. */
export interface CryptoSuite {
  /** @param context bound into the seal, not kept in it @param secret 32 bytes */
  seal(secret: Buffer, context: string, text: string): Buffer;
  /** @throws when a bit of the seal, the context or the key is another. */
  open(secret: Buffer, context: string, sealed: Buffer): string;
  /** Keyed hash of 32 bytes. */
  index(secret: Buffer, text: string): Buffer;
}

const GCM = { nonce: 12, tag: 16 } as const;
/** More than any number with its purpose; UTF-8 takes at most three bytes for a unit of UTF-16. */
const LONGEST_INDEXED = 256;
const INDEXED_BYTES = 3 * LONGEST_INDEXED;
const hmacs = new WeakMap<Buffer, QuickHmac>();

/** Every entry by document is looked up by one: a sixth of the time of `createHmac`. */
function hmacSha256(secret: Buffer, text: string): Buffer {
  if (text.length > LONGEST_INDEXED) return createHmac('sha256', secret).update(text).digest();
  const hmac = hmacs.get(secret) ?? new QuickHmac(secret, INDEXED_BYTES);
  hmacs.set(secret, hmac);
  return Buffer.from(hmac.digest(hmac.message.write(text, 'utf8')), 'latin1');
}

/** Nonce (12 bytes), tag (16), ciphertext. NIST SP 800-38D: random nonces of 96 bits are good for 2^32 seals a key. */
const international: CryptoSuite = {
  seal(secret, context, text) {
    const nonce = randomBytes(GCM.nonce);
    const cipher = createCipheriv('aes-256-gcm', secret, nonce);
    cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  },
  open(secret, context, sealed) {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, GCM.nonce));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(GCM.nonce, GCM.nonce + GCM.tag));
    return decipher.update(sealed.subarray(GCM.nonce + GCM.tag), undefined, 'utf8') + decipher.final('utf8');
  },
  index: hmacSha256,
};

const SM4 = { key: 16, counter: 16, mac: 32 } as const;

const hmacSm3 = (secret: Buffer, ...parts: readonly (string | Buffer)[]): Buffer => {
  const hmac = createHmac('sm3', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** Two keys of one secret: what encrypts never authenticates. */
const sm4Key = (secret: Buffer) => hmacSm3(secret, 'tongxing sm4 key').subarray(0, SM4.key);
const sm3Key = (secret: Buffer) => hmacSm3(secret, 'tongxing sm3 key');

/** The context is as long as it says: no context and ciphertext can be read as another pair. */
const sm3Mac = (secret: Buffer, context: string, covered: Buffer) => {
  const bytes = Buffer.from(context);
  return hmacSm3(sm3Key(secret), Buffer.from([bytes.length]), bytes, covered);
};

/**
 * Counter (16 bytes), ciphertext, MAC (32): SM4-CTR, then HMAC-SM3 over everything. OpenSSL 3.0, that of Node.js 20, has no
 * SM4-GCM; a seal must open on every machine, so nobody uses it.
 */
const national: CryptoSuite = {
  seal(secret, context, text) {
    const counter = randomBytes(SM4.counter);
    const cipher = createCipheriv('sm4-ctr', sm4Key(secret), counter);
    const covered = Buffer.concat([counter, cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([covered, sm3Mac(secret, context, covered)]);
  },
  open(secret, context, sealed) {
    if (sealed.length < SM4.counter + SM4.mac) throw new Error('a sealed field is cut short');
    const covered = sealed.subarray(0, -SM4.mac);
    if (!timingSafeEqual(sm3Mac(secret, context, covered), sealed.subarray(-SM4.mac))) throw new Error('a sealed field was changed');
    const decipher = createDecipheriv('sm4-ctr', sm4Key(secret), covered.subarray(0, SM4.counter));
    return Buffer.concat([decipher.update(covered.subarray(SM4.counter)), decipher.final()]).toString('utf8');
  },
  index: (secret, text) => hmacSm3(secret, text),
};

export const SUITES: Readonly<Record<SuiteId, CryptoSuite>> = { international, national };
