import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock';
import { editKeyFile, removeDayKeys, rotated, sealingIds, withDestroyed, withoutKey } from '../../platform/crypto/key-edits';
import { dayKeyId } from '../../platform/crypto/key-ids';
import { type KeyPurpose, KeyRing, type NamedKey } from '../../platform/crypto/key-ring';
import { KEY_PURPOSES, type KeyDocument, loadKeys, readKeyDocument } from '../../platform/crypto/keys';
import type { Purpose } from '../../platform/crypto/purposes';
import type { SuiteId } from '../../platform/crypto/suites';
import type { Database, Queryable } from '../../platform/database/database';
import { dayOf } from '../../platform/days';
import { recordAudit } from '../audit/public';
import { keptFrom } from '../retention/public';
import { matchKeys } from './known-keys';
import { SEALED_TABLES } from './sealed-tables';
import { countSealedUnder, markDestroyed, markRetired } from './store';

export interface KeyDesk {
  readonly db: Database;
  readonly keysFile: string;
  /** Of new keys. */
  readonly suite: SuiteId;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** Nodes take a new key up within seconds; a key that sealed until a moment ago may still be sealing somewhere. */
const SETTLED_MS = 600_000;

const ringOf = async (keysFile: string) => new KeyRing(await loadKeys(keysFile, false));

/** Why something cannot be done, in words for whoever stands at the machine. */
class KeyRefusal extends Error {}

function record(db: Queryable, action: string, subject: string, after: object): Promise<void> {
  return recordAudit(db, { actor: 'operator', action, subject, after, requestId: randomUUID() });
}

/**
 * Makes new keys, which seal from now on; the old ones go on opening.
 * @returns the new ones
 */
export async function rotateKeys({ db, keysFile, suite, clock, timeZone }: KeyDesk, purpose?: KeyPurpose): Promise<readonly NamedKey[]> {
  const before = new Set((await ringOf(keysFile)).all().map(({ id }) => id));
  const purposes = purpose === undefined ? KEY_PURPOSES : [purpose];
  await editKeyFile(keysFile, (document) => rotated(document, purposes, suite, new Date(clock.now()).toISOString()));
  const ring = await ringOf(keysFile);
  const fresh = ring.all().filter(({ id }) => !before.has(id));
  const missing = await matchKeys(db, ring, keptFrom(clock.now(), timeZone));
  if (missing.length > 0) throw new KeyRefusal(`The new keys are in ${keysFile}, but the database knows others: ${missing.join('; ')}.`);
  await record(db, 'key.rotate', 'keys', { keys: fresh.map(({ id, purpose: of }) => `${id} ${of}`) });
  return fresh;
}

/** Where something is still sealed under a key, in words. */
async function usesOf(db: Database, id: number, purpose?: Purpose): Promise<string[]> {
  const uses: string[] = [];
  for (const { table, columns } of SEALED_TABLES)
    for (const column of columns) {
      if (purpose !== undefined && column.purpose !== purpose) continue;
      const count = await countSealedUnder(db, table, column.name, id);
      if (count > 0) uses.push(`${count} in ${table}.${column.name}${column.ends === true ? ' (ends by itself)' : ''}`);
    }
  return uses;
}

/** The newest moment at which a key of the file was made, epoch ms; 0 for files of earlier versions. */
const newestMade = ({ sealing }: KeyDocument) =>
  Math.max(0, ...Object.values(sealing).map((key) => (typeof key === 'string' ? 0 : Date.parse(key.made))));

/**
 * Removes a key that nothing is sealed under any more.
 * @throws saying where it is still needed
 */
export async function retireKey({ db, keysFile, clock }: KeyDesk, id: number): Promise<void> {
  const document = await readKeyDocument(keysFile);
  if (document.sealing[String(id)] === undefined) throw new KeyRefusal(`There is no key ${id} in ${keysFile}.`);
  if (sealingIds(document).includes(id)) throw new KeyRefusal(`Key ${id} seals at present. Make a new one first: tongxing keys rotate`);
  const settlesAt = newestMade(document) + SETTLED_MS;
  if (settlesAt > clock.now())
    throw new KeyRefusal(
      `The last rotation is minutes old, and a node may still seal under key ${id}. Try again after ${new Date(settlesAt).toISOString()}.`,
    );
  const uses = await usesOf(db, id);
  if (uses.length > 0) throw new KeyRefusal(`Key ${id} is still needed: ${uses.join(', ')}. Seal them anew first: tongxing keys reseal`);
  await db.transaction().execute(async (tx) => {
    await record(tx, 'key.retire', `key:${id}`, {});
    await markRetired(tx, id, new Date(clock.now()));
  });
  await editKeyFile(keysFile, (current) => withoutKey(current, id));
}

/** What is to become unreadable for ever. */
export type Destruction = { readonly day: string } | { readonly purpose: Purpose };

/** Keys that a destruction would take. @throws when it would miss something, or take what is needed today */
export async function keysToDestroy({ db, keysFile, clock, timeZone }: KeyDesk, what: Destruction): Promise<readonly number[]> {
  if ('day' in what) {
    const [today, id] = [dayOf(clock.now(), timeZone), dayKeyId(what.day)];
    // A key that was lost seals nothing any more: with the file of the days the platform must not wait for tomorrow.
    if (what.day >= today && (await ringOf(keysFile)).find(id) !== undefined)
      throw new KeyRefusal(`Messages of ${what.day} are still sent under its key. It can be destroyed from the next day on.`);
    return [id];
  }
  const { purpose } = what;
  const all = (await ringOf(keysFile)).all();
  for (const { id } of all.filter((key) => key.purpose === 'any')) {
    const uses = await usesOf(db, id, purpose);
    if (uses.length > 0)
      throw new KeyRefusal(
        `Key ${id} seals for every purpose, and ${uses.join(', ')}: destroying it would take more than ${purpose}. First: tongxing keys rotate, then tongxing keys reseal`,
      );
  }
  const [general] = generalKeysBefore(await readKeyDocument(keysFile), purpose);
  if (general !== undefined)
    throw new KeyRefusal(
      `Key ${general} sealed for every purpose before ${purpose} had a key of its own: with it, ${purpose} can still be read in older backups of the database. First: tongxing keys retire ${general}`,
    );
  return all.filter((key) => key.purpose === purpose).map(({ id }) => id);
}

/** Keys of every purpose that are older than every key a purpose has: backups from then are sealed under them. */
function generalKeysBefore({ sealing }: KeyDocument, purpose: Purpose): number[] {
  const keys = Object.entries(sealing).map(([id, key]) =>
    typeof key === 'string' ? { id, purpose: 'any', made: 0 } : { id, purpose: key.purpose, made: Date.parse(key.made) },
  );
  const first = Math.min(...keys.filter((key) => key.purpose === purpose).map(({ made }) => made));
  return keys.filter((key) => key.purpose === 'any' && key.made < first).map(({ id }) => Number(id));
}

/**
 * Destroys keys: first in the audit log, then in the files. What they sealed reads as nothing from then on, in every copy of
 * the database. A purpose gets a new key, so that the platform goes on.
 * @returns ids of what was destroyed
 */
export async function destroyKeys(desk: KeyDesk, what: Destruction): Promise<readonly number[]> {
  const ids = await keysToDestroy(desk, what);
  const subject = 'day' in what ? `day:${what.day}` : `purpose:${what.purpose}`;
  await destroyNow(desk, ids, (tx) => record(tx, 'key.destroy', subject, { keys: ids }));
  if ('purpose' in what) await replaceDestroyed(desk, what.purpose, ids);
  return ids;
}

/** Marks keys as destroyed, together with who wanted it, then removes those of days. */
export async function destroyNow(
  { db, keysFile, clock }: Pick<KeyDesk, 'db' | 'keysFile' | 'clock'>,
  ids: readonly number[],
  audit: (tx: Queryable) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await audit(tx);
    await markDestroyed(tx, ids, new Date(clock.now()));
  });
  await removeDayKeys(keysFile, ids);
}

async function replaceDestroyed(
  { db, keysFile, suite, clock, timeZone }: KeyDesk,
  purpose: Purpose,
  ids: readonly number[],
): Promise<void> {
  const made = new Date(clock.now()).toISOString();
  await editKeyFile(keysFile, (document) => withDestroyed(rotated(document, [purpose], suite, made), ids));
  await matchKeys(db, await ringOf(keysFile), keptFrom(clock.now(), timeZone));
}
