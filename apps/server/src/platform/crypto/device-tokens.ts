import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { hashToken } from './sealing';

const RANDOM_BYTES = 24;
const MARK_BYTES = 8;
const TOKEN_FORM = /^[\w-]{43}$/;

/**
 * Tokens of devices' sessions: 192 random bits and a keyed mark. The database says what a token is good for; the mark
 * says without asking it that a text was never a token, so that guessing costs no query.
 */
export class DeviceTokens {
  private readonly key: Buffer;

  /** @param secret key of the key file, from which this one is derived */
  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'tongxing device token 1', 32));
  }

  make(): { token: string; hash: Buffer } {
    const random = randomBytes(RANDOM_BYTES);
    const token = Buffer.concat([random, this.markOf(random)]).toString('base64url');
    return { token, hash: hashToken(token) };
  }

  /** Whether this installation once made the token, whatever became of it. */
  isOurs(token: string): boolean {
    if (!TOKEN_FORM.test(token)) return false;
    const bytes = Buffer.from(token, 'base64url');
    return timingSafeEqual(this.markOf(bytes.subarray(0, RANDOM_BYTES)), bytes.subarray(RANDOM_BYTES));
  }

  private markOf(random: Buffer): Buffer {
    return createHmac('sha256', this.key).update(random).digest().subarray(0, MARK_BYTES);
  }
}
