import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Keys } from './keys';
import { QuickHmac } from './quick-hmac';

/** What a sealed field holds. Bound into the seal, so that a name cannot be moved into a telephone column. */
export type Purpose = 'name' | 'document' | 'phone' | 'message';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SIGN_BYTES = 4;

/**
 * Authenticated encryption of single fields (AES-256-GCM) and blind indexes (HMAC-SHA-256) for look-up by equality.
 * Layout: key id (1 byte), nonce (12), tag (16), ciphertext.
 */
export class Vault {
  private signs: QuickHmac | undefined;

  constructor(private readonly keys: Keys) {}

  seal(purpose: Purpose, text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey(this.keys.current), nonce);
    cipher.setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([Number(this.keys.current)]), nonce, cipher.getAuthTag(), body]);
  }

  /** @throws when the bytes were changed, sealed for another purpose, or under a destroyed key. */
  open(purpose: Purpose, sealed: Buffer): string {
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey(String(sealed[0])), nonce);
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  /** Keyed hash for look-up by equality; useless without the key. */
  index(purpose: Purpose, text: string): Buffer {
    return createHmac('sha256', this.keys.lookup).update(`${purpose}\n${text}`).digest();
  }

  /** Seed of a venue's changing figure for a day: 8 hex digits that nobody without the key can foretell. ASCII only. */
  sign(venueCode: string, day: string): string {
    const text = `${venueCode}\n${day}`;
    if (this.signs?.message.length !== text.length) this.signs = new QuickHmac(this.keys.sign, text.length);
    this.signs.message.write(text, 'latin1');
    return Buffer.from(this.signs.digest().slice(0, SIGN_BYTES), 'latin1').toString('hex');
  }

  private sealingKey(id: string): Buffer {
    const key = this.keys.sealing[id];
    if (key === undefined) throw new Error(`sealing key ${id} is not in the key file`);
    return key;
  }
}

/** A new opaque token (256 random bits) and what the database keeps of it. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** Tokens are random and long, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Six random decimal digits without modulo bias. */
export function sixDigits(): string {
  const LIMIT = 4_294_000_000;
  for (;;) {
    const value = randomBytes(4).readUInt32BE();
    if (value < LIMIT) return String(value % 1_000_000).padStart(6, '0');
  }
}
