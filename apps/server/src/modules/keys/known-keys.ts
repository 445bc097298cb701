import { dayOfKey, isDayKey } from '../../platform/crypto/key-ids';
import type { KeyRing, NamedKey, StandingKeyName } from '../../platform/crypto/key-ring';
import { Vault } from '../../platform/crypto/sealing';
import type { Queryable } from '../../platform/database/database';
import { findHead, SealKeys } from '../audit/public';
import { insertKnownKeys, insertStandingKeys, type KnownKey, readIndexedFields, readKnownKeys, readStandingKeys } from './store';

const named = ({ id, purpose }: Pick<NamedKey, 'id' | 'purpose'>) =>
  isDayKey(id) ? `key ${id} (messages of ${dayOfKey(id)})` : `key ${id} (${purpose === 'any' ? 'every purpose' : purpose})`;

/**
 * Keys that the database was sealed with and the files do not hold, in words; empty when nothing is missing.
 * @param keptFrom `YYYY-MM-DD`: messages of earlier days are over, and their keys gone
 */
export function missingKeys(known: readonly KnownKey[], ring: KeyRing, keptFrom: string): string[] {
  const held = new Map(ring.all().map((key) => [key.id, key]));
  return known
    .filter(({ id, retiredAt, destroyedAt }) => retiredAt === null && destroyedAt === null && !isOver(id, ring, keptFrom))
    .flatMap((key) => {
      const own = held.get(key.id);
      const since = key.firstUsedAt.toISOString().slice(0, 10);
      if (own === undefined) return `${named(key)}, in use since ${since}, is missing`;
      return isSame(own, key) ? [] : `${named(key)}, in use since ${since}, is another one`;
    });
}

const isSame = (one: NamedKey, other: NamedKey) =>
  one.fingerprint.equals(other.fingerprint) && one.suite === other.suite && one.purpose === other.purpose;

/** An older copy of the database does not know yet what was destroyed since. */
const isOver = (id: number, ring: KeyRing, keptFrom: string) =>
  isDayKey(id) ? dayOfKey(id) < keptFrom : ring.find(id) !== undefined && ring.find(id)?.secret === undefined;

/** The keys that are never exchanged and are not those the database knows, in words. */
async function otherStanding(db: Queryable, ring: KeyRing): Promise<string[]> {
  const known = new Map((await readStandingKeys(db)).map((key) => [key.name, key]));
  const others: string[] = [];
  for (const { name, fingerprint } of ring.standing()) {
    const before = known.get(name);
    if (before === undefined ? !(await fits(db, ring, name)) : !before.fingerprint.equals(fingerprint))
      others.push(`key ${name} (${STANDING_WORDS[name]})${since(before)} is another one`);
  }
  return others;
}

const STANDING_WORDS: Readonly<Record<StandingKeyName, string>> = {
  lookup: 'blind indexes: nobody would be found again',
  sign: 'daily signs, sessions of residents and devices, seals of the audit log',
};
const since = (before: { readonly firstUsedAt: Date } | undefined) =>
  before === undefined ? '' : `, in use since ${before.firstUsedAt.toISOString().slice(0, 10)},`;

/** Whether a key made what a database of an earlier version holds, which knows no fingerprint of it yet. */
function fits(db: Queryable, ring: KeyRing, name: StandingKeyName): Promise<boolean> {
  return name === 'lookup' ? indexesAsBefore(db, new Vault(ring.source)) : signedTheLog(db, SealKeys.fromSecret(ring.source.sign));
}

async function indexesAsBefore(db: Queryable, vault: Vault): Promise<boolean> {
  const fields = (await readIndexedFields(db)).filter(({ sealed }) => !vault.isDestroyed(sealed));
  return fields.every(({ purpose, prefix, sealed, index }) =>
    vault.index(purpose, `${prefix}${vault.open(purpose, sealed)}`).equals(index),
  );
}

async function signedTheLog(db: Queryable, keys: SealKeys): Promise<boolean> {
  const head = await findHead(db);
  return head === undefined || keys.isSigned(head);
}

/** As {@link missingKeys}, of a database as it is. */
export async function missingSealingKeys(db: Queryable, ring: KeyRing, keptFrom: string): Promise<string[]> {
  return missingKeys(await readKnownKeys(db), ring, keptFrom);
}

async function findMissing(db: Queryable, ring: KeyRing, keptFrom: string): Promise<string[]> {
  const sealing = await missingSealingKeys(db, ring, keptFrom);
  // What was indexed can be compared only when the keys that sealed it are there.
  return sealing.length > 0 ? sealing : otherStanding(db, ring);
}

/**
 * Compares the key files with what the database was sealed, indexed and signed with, and makes new keys known before they seal anything.
 * @returns what is missing, in words; nothing is made known then
 */
export async function matchKeys(db: Queryable, ring: KeyRing, keptFrom: string): Promise<string[]> {
  const missing = await findMissing(db, ring, keptFrom);
  if (missing.length > 0) return missing;
  await insertKnownKeys(db, ring.all());
  await insertStandingKeys(db, ring.standing());
  // Another machine may have been first, with another key for the same day.
  return findMissing(db, ring, keptFrom);
}

/** Keys that the files hold again though they were destroyed: somebody restored a copy. */
export async function restoredKeys(db: Queryable, ring: KeyRing): Promise<readonly number[]> {
  const destroyed = new Set((await readKnownKeys(db)).filter((key) => key.destroyedAt !== null).map(({ id }) => id));
  return ring
    .all()
    .map(({ id }) => id)
    .filter((id) => destroyed.has(id));
}
