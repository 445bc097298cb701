import { dayOfKey, isDayKey } from '../../platform/crypto/key-ids';
import type { KeyRing, NamedKey } from '../../platform/crypto/key-ring';
import type { Queryable } from '../../platform/database/database';
import { insertKnownKeys, type KnownKey, readKnownKeys } from './store';

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
      return own.fingerprint.equals(key.fingerprint) ? [] : `${named(key)}, in use since ${since}, is another one`;
    });
}

/** An older copy of the database does not know yet what was destroyed since. */
const isOver = (id: number, ring: KeyRing, keptFrom: string) =>
  isDayKey(id) ? dayOfKey(id) < keptFrom : ring.find(id) !== undefined && ring.find(id)?.secret === undefined;

/**
 * Compares the key files with what the database was sealed with, and makes new keys known before they seal anything.
 * @returns what is missing, in words; nothing is made known then
 */
export async function matchKeys(db: Queryable, ring: KeyRing, keptFrom: string): Promise<string[]> {
  const missing = missingKeys(await readKnownKeys(db), ring, keptFrom);
  if (missing.length > 0) return missing;
  await insertKnownKeys(db, ring.all());
  // Another machine may have been first, with another key for the same day.
  return missingKeys(await readKnownKeys(db), ring, keptFrom);
}

/** Keys that the files hold again though they were destroyed: somebody restored a copy. */
export async function restoredKeys(db: Queryable, ring: KeyRing): Promise<readonly number[]> {
  const destroyed = new Set((await readKnownKeys(db)).filter((key) => key.destroyedAt !== null).map(({ id }) => id));
  return ring
    .all()
    .map(({ id }) => id)
    .filter((id) => destroyed.has(id));
}
