import { createHash, randomBytes } from 'node:crypto';
import { idBytes, readKeyId } from './key-ids';
import { KeyRing, type Keys, type SealingKey } from './key-ring';
import type { Purpose } from './purposes';
import { QuickHmac } from './quick-hmac';
import { SUITES } from './suites';

export type { Purpose } from './purposes';

const SIGN_BYTES = 4;

/**
 * Sealing of single fields and blind indexes for look-up by equality, each by the suite that its key names. A sealed
 * field is the id of its key (./key-ids) and what the suite made.
 */
export class Vault {
  private signs: QuickHmac | undefined;
  private ring: KeyRing;

  constructor(private keys: Keys) {
    this.ring = new KeyRing(keys);
  }

  /** Goes on with other keys: after a rotation, on a new day, without a day that was destroyed. */
  use(keys: Keys): void {
    this.ring = new KeyRing(keys);
    this.keys = keys;
    this.signs = undefined;
  }

  seal(purpose: Purpose, text: string): Buffer {
    const id = this.ring.currentId(purpose);
    const { suite, secret } = this.sealingKey(id, purpose);
    if (secret === undefined) throw new Error(`sealing key ${id} was destroyed`);
    return Buffer.concat([idBytes(id), SUITES[suite].seal(secret, purpose, text)]);
  }

  /**
   * @returns the text; nothing (`''`) when its key was destroyed on purpose, so that lists go on without it
   * @throws when the bytes were changed, sealed for another purpose, or under a key that is not in the file
   */
  open(purpose: Purpose, sealed: Buffer): string {
    const { id, body } = readKeyId(sealed);
    const { suite, secret } = this.sealingKey(id, purpose);
    return secret === undefined ? '' : SUITES[suite].open(secret, purpose, body);
  }

  /** Whether a field is sealed under the key that seals now. */
  isCurrent(purpose: Purpose, sealed: Buffer): boolean {
    return readKeyId(sealed).id === this.ring.currentId(purpose);
  }

  /** Whether a field can be read by nobody any more. */
  isDestroyed(sealed: Buffer): boolean {
    const key = this.ring.find(readKeyId(sealed).id);
    return key !== undefined && key.secret === undefined;
  }

  /** Keyed hash for look-up by equality; useless without the key. */
  index(purpose: Purpose, text: string): Buffer {
    const { suite, secret } = this.ring.lookup;
    return SUITES[suite].index(secret, `${purpose}\n${text}`);
  }

  /** Seed of a venue's changing figure for a day: 8 hex digits that nobody without the key can foretell. ASCII only. */
  sign(venueCode: string, day: string): string {
    const text = `${venueCode}\n${day}`;
    if (this.signs?.message.length !== text.length) this.signs = new QuickHmac(this.keys.sign, text.length);
    this.signs.message.write(text, 'latin1');
    return Buffer.from(this.signs.digest().slice(0, SIGN_BYTES), 'latin1').toString('hex');
  }

  private sealingKey(id: number, purpose: Purpose): SealingKey {
    const key = this.ring.find(id);
    if (key === undefined) throw new Error(`sealing key ${id} is not in the key file`);
    if (key.purpose !== 'any' && key.purpose !== purpose) throw new Error(`sealing key ${id} is of ${key.purpose}, not of ${purpose}`);
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
