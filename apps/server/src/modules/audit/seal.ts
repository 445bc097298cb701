import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';

/** The newest of a chain of seals, as it is signed and carried elsewhere. */
export interface Head {
  readonly number: number;
  /** Events sealed so far. */
  readonly position: number;
  /** Hex. */
  readonly hash: string;
  /** RFC 3339, UTC. */
  readonly sealedAt: string;
  /** Ed25519 over the other four, base64. */
  readonly signature: string;
}

/** A seal: which events it lists, what each said, and the seal it continues. */
export interface Seal extends Head {
  readonly eventIds: readonly string[];
  /** In the same order, hex. */
  readonly contentHashes: readonly string[];
  /** Every event of a transaction below is listed here or earlier. */
  readonly completeBefore: string;
  /** No event of this transaction or a later one is listed here. */
  readonly snapshotEnd: string;
  /** Transactions are compared for events above this id only; all others are listed. */
  readonly afterId: string;
}

/** What the first seal continues. */
export const GENESIS = '0'.repeat(64);

export type Sealed = Omit<Seal, 'hash' | 'signature'>;

/** The seal's own hash, over everything it says and the hash of the seal before. Hex. */
export function sealHash(seal: Sealed, previous: string): string {
  const { number, position, sealedAt, completeBefore, snapshotEnd, afterId, eventIds, contentHashes } = seal;
  const said = [previous, number, position, sealedAt, completeBefore, snapshotEnd, afterId, eventIds, contentHashes];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** Ed25519 key in PKCS #8 is this and 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PURPOSE = 'tongxing audit seal';

/** Signs and checks seals. Without the secret only the public half is there. */
export class SealKeys {
  private constructor(
    private readonly privateKey: KeyObject | undefined,
    private readonly publicHalf: KeyObject,
  ) {}

  /** @param secret key of the key file, from which this one is derived: none more to keep */
  static fromSecret(secret: Buffer): SealKeys {
    const seed = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
    const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    return new SealKeys(privateKey, createPublicKey(privateKey));
  }

  /** @throws when the text is no Ed25519 public key. */
  static fromPublic(base64: string): SealKeys {
    return new SealKeys(undefined, createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' }));
  }

  /** SPKI, base64. */
  get publicKey(): string {
    return this.publicHalf.export({ format: 'der', type: 'spki' }).toString('base64');
  }

  /** @throws without the secret. */
  sign(head: Omit<Head, 'signature'>): string {
    if (this.privateKey === undefined) throw new Error('seals are signed by the platform only');
    return sign(null, statement(head), this.privateKey).toString('base64');
  }

  isSigned(head: Head): boolean {
    return verify(null, statement(head), this.publicHalf, Buffer.from(head.signature, 'base64'));
  }
}

function statement({ number, position, hash, sealedAt }: Omit<Head, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify([PURPOSE, number, position, hash, sealedAt]));
}
