import { createHmac } from 'node:crypto';
import { isDayKey } from './key-ids';
import type { Purpose } from './purposes';
import type { SuiteId } from './suites';

/** What a key seals: one purpose, or as in files of earlier versions all of them. */
export type KeyPurpose = Purpose | 'any';

export interface SealingKey {
  readonly purpose: KeyPurpose;
  readonly suite: SuiteId;
  /** 32 bytes; undefined for a key that was destroyed: what it sealed reads as nothing. */
  readonly secret: Buffer | undefined;
}

/** What the key files hold. A bare secret is of the international suite, and seals anything. */
export interface Keys {
  /** By id. */
  readonly sealing: Readonly<Record<string, Buffer | SealingKey>>;
  /** Id of the key that seals: of each purpose, or of all. */
  readonly current: string | Readonly<Partial<Record<KeyPurpose, string>>>;
  /** Behind blind indexes. */
  readonly lookup: Buffer | { readonly suite: SuiteId; readonly secret: Buffer };
  /** Behind the daily sign, residents' tokens and the seals of the audit log. */
  readonly sign: Buffer;
}

/** A key as the database may know it. */
export interface NamedKey {
  readonly id: number;
  readonly purpose: KeyPurpose;
  readonly suite: SuiteId;
  /** The same for the same key only, and no help in finding it. 8 bytes. */
  readonly fingerprint: Buffer;
}

/** The keys that are never exchanged: what was found or signed with one is found and checked with it only. */
export const STANDING_KEYS = ['lookup', 'sign'] as const;
export type StandingKeyName = (typeof STANDING_KEYS)[number];

/** A key that is never exchanged, as the database may know it. */
export interface StandingKey {
  readonly name: StandingKeyName;
  /** As with {@link NamedKey}; of `lookup` with its suite. 8 bytes. */
  readonly fingerprint: Buffer;
}

const FINGERPRINT_BYTES = 8;

/** Keys by number, as sealing and opening ask for them. */
export class KeyRing {
  readonly lookup: { readonly suite: SuiteId; readonly secret: Buffer };
  private readonly keys: ReadonlyMap<number, SealingKey>;

  constructor(readonly source: Keys) {
    this.lookup = Buffer.isBuffer(source.lookup) ? { suite: 'international', secret: source.lookup } : source.lookup;
    this.keys = new Map(Object.entries(source.sealing).map(([id, key]) => [Number(id), withPurpose(key)]));
  }

  find(id: number): SealingKey | undefined {
    return this.keys.get(id);
  }

  /** Id of the key that seals for a purpose. @throws when the file names none: what {@link KeyRing} was made of is checked. */
  currentId(purpose: Purpose): number {
    const { current } = this.source;
    const id = Number(typeof current === 'string' ? current : (current[purpose] ?? current.any));
    if (this.keys.get(id)?.secret === undefined) throw new Error(`the key file names no key for ${purpose}`);
    return id;
  }

  /** Those that are not destroyed, in order of their ids. */
  all(): readonly NamedKey[] {
    return [...this.keys]
      .sort(([a], [b]) => a - b)
      .flatMap(([id, { purpose, suite, secret }]) =>
        secret === undefined ? [] : [{ id, purpose, suite, fingerprint: fingerprintOf(secret) }],
      );
  }

  standing(): readonly StandingKey[] {
    const { suite, secret } = this.lookup;
    return [
      { name: 'lookup', fingerprint: fingerprintOf(secret, ` of lookup, ${suite}`) },
      { name: 'sign', fingerprint: fingerprintOf(this.source.sign, ' of sign') },
    ];
  }

  /** Ids of keys that seal at present; days apart, since a day's own key is never exchanged. */
  currentIds(purposes: readonly Purpose[]): readonly number[] {
    return [...new Set(purposes.map((purpose) => this.currentId(purpose)))].filter((id) => !isDayKey(id));
  }
}

function withPurpose(key: Buffer | SealingKey): SealingKey {
  return Buffer.isBuffer(key) ? { purpose: 'any', suite: 'international', secret: key } : key;
}

const fingerprintOf = (secret: Buffer, of = '') =>
  createHmac('sha256', secret).update(`tongxing key fingerprint${of}`).digest().subarray(0, FINGERPRINT_BYTES);
