import { hkdfSync, randomBytes } from 'node:crypto';
import { QuickHmac } from './quick-hmac';

/** What a resident's token says. */
export interface ResidentClaims {
  readonly accountId: number;
  /** Null until registered. */
  readonly personId: number | null;
  /** Epoch milliseconds, whole seconds. */
  readonly expiresAt: number;
}

/** Claims of a token that has proved itself. */
export class ReadToken implements ResidentClaims {
  readonly #token: string;

  constructor(
    token: string,
    readonly accountId: number,
    readonly personId: number | null,
    readonly expiresAt: number,
  ) {
    this.#token = token;
  }

  /** Names the session in lists and when it is ended early: hardly ever asked for. */
  get sessionId(): Buffer {
    return Buffer.from(this.#token, 'base64url').subarray(BODY_BYTES - ID_BYTES, BODY_BYTES);
  }
}

const VERSION = 1;
const ID_BYTES = 16;
const NUMBER_BYTES = 6;
const BODY_BYTES = 1 + 2 * NUMBER_BYTES + 4 + ID_BYTES;
const MAC_BYTES = 16;
const TOKEN = /^[\w-]{66}$/;

/**
 * Session tokens that prove themselves, so that a scan costs no query for its session, whichever of nine million
 * residents comes (docs/adr/0012). Layout: version, account, person, expiry in seconds, session id, then 128 bits of
 * HMAC-SHA-256 (RFC 2104 §5 allows the truncation).
 */
export class ResidentTokens {
  private readonly hmac: QuickHmac;
  /** Room for a token as bytes, filled anew for each. */
  private readonly bytes = Buffer.alloc(BODY_BYTES + MAC_BYTES);

  constructor(secret: Buffer) {
    this.hmac = new QuickHmac(Buffer.from(hkdfSync('sha256', secret, '', 'tongxing resident session 1', 32)), BODY_BYTES);
  }

  issue({ accountId, personId, expiresAt }: ResidentClaims): { token: string; sessionId: Buffer } {
    const sessionId = randomBytes(ID_BYTES);
    const body = this.hmac.message;
    let place = body.writeUInt8(VERSION);
    place = body.writeUIntBE(accountId, place, NUMBER_BYTES);
    place = body.writeUIntBE(personId ?? 0, place, NUMBER_BYTES);
    place = body.writeUInt32BE(Math.floor(expiresAt / 1000), place);
    sessionId.copy(body, place);
    const mac = Buffer.from(this.hmac.digest(), 'binary').subarray(0, MAC_BYTES);
    return { token: Buffer.concat([body, mac]).toString('base64url'), sessionId };
  }

  /** @returns undefined for anything that was not issued here or has run out at `now` (epoch ms). */
  read(token: string, now: number): ReadToken | undefined {
    if (!TOKEN.test(token)) return undefined;
    this.bytes.write(token, 'base64url');
    const body = this.hmac.message;
    this.bytes.copy(body, 0, 0, BODY_BYTES);
    if (body[0] !== VERSION || !this.isProved()) return undefined;
    const expiresAt = body.readUInt32BE(1 + 2 * NUMBER_BYTES) * 1000;
    if (expiresAt <= now) return undefined;
    const personId = body.readUIntBE(1 + NUMBER_BYTES, NUMBER_BYTES) || null;
    return new ReadToken(token, body.readUIntBE(1, NUMBER_BYTES), personId, expiresAt);
  }

  /** Whether the token carries its own MAC; compared in a time that does not depend on it. */
  private isProved(): boolean {
    const mac = this.hmac.digest();
    let difference = 0;
    for (let place = 0; place < MAC_BYTES; place += 1) difference |= mac.charCodeAt(place) ^ (this.bytes[BODY_BYTES + place] ?? 0);
    return difference === 0;
  }
}
