import { setTimeout as wait } from 'node:timers/promises';
import { type Destruction, destroyKeys, keysToDestroy, resealAll, retireKey, rotateKeys } from '../modules/keys/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { dayOfKey, isDayKey } from '../platform/crypto/key-ids';
import { KeyRing } from '../platform/crypto/key-ring';
import { createKeyFile, KEY_PURPOSES, loadKeys } from '../platform/crypto/keys';
import { PURPOSES } from '../platform/crypto/purposes';
import { Vault } from '../platform/crypto/sealing';
import type { Database } from '../platform/database/database';
import { dayOf } from '../platform/days';
import type { Progress } from './progress';
import { withDatabase } from './with-database';

const deskOf = ({ keysFile, cryptoSuite: suite, timeZone }: Config, db: Database) => ({
  db,
  keysFile,
  suite,
  timeZone,
  clock: systemClock,
});

export async function makeKeys({ keysFile, cryptoSuite }: Config, progress: Progress): Promise<void> {
  await createKeyFile(keysFile, cryptoSuite);
  progress.line(`Keys written to ${keysFile}. Keep a copy apart from the database: without it no personal data can be read.`);
}

/** Every key and what it is for; no secret is shown. */
export async function listKeys({ keysFile, timeZone }: Config, progress: Progress): Promise<void> {
  const keys = await loadKeys(keysFile, false, { today: dayOf(systemClock.now(), timeZone) });
  const ring = new KeyRing(keys);
  const current = new Set(PURPOSES.map((purpose) => ring.currentId(purpose)));
  for (const { id, purpose, suite, fingerprint } of ring.all()) {
    const of = isDayKey(id) ? `messages of ${dayOfKey(id)}` : purpose === 'any' ? 'every other purpose' : purpose;
    progress.line(
      [String(id).padStart(8), fingerprint.toString('hex'), suite.padEnd(13), of, current.has(id) ? '(seals)' : ''].join('  ').trimEnd(),
    );
  }
}

/** @throws {ConfigError} for a purpose there is none of. */
export async function rotate(config: Config, purpose: string | undefined, progress: Progress): Promise<void> {
  const wanted = purpose === undefined ? undefined : KEY_PURPOSES.find((each) => each === purpose);
  if (purpose !== undefined && wanted === undefined) throw new ConfigError(`There is no purpose ${purpose}: ${KEY_PURPOSES.join(', ')}.`);
  const fresh = await withDatabase(config, (db) => rotateKeys(deskOf(config, db), wanted));
  for (const { id, purpose: of, suite } of fresh)
    progress.line(`Key ${id} seals ${of === 'any' ? 'every other purpose' : of} from now on (${suite}).`);
  progress.line('Copy the key file to its safe place again. Then seal what there is anew: tongxing keys reseal');
}

/** Between two batches as long as a batch took, at least this, ms. */
const LEAST_PAUSE_MS = 5;

/** Goes on where it was ended. */
export async function reseal(config: Config, progress: Progress): Promise<void> {
  const keys = await loadKeys(config.keysFile, false);
  const totals = new Map<string, { looked: number; resealed: number }>();
  const all = await withDatabase(config, (db) =>
    resealAll({
      db,
      keys,
      vault: new Vault(keys),
      pause: (tookMs) => wait(Math.max(LEAST_PAUSE_MS, tookMs)),
      onProgress: (table, looked, resealed) => {
        const before = totals.get(table) ?? { looked: 0, resealed: 0 };
        const now = { looked: before.looked + looked, resealed: before.resealed + resealed };
        totals.set(table, now);
        progress.line(`${table}: ${now.looked} rows looked at, ${now.resealed} fields sealed anew`);
      },
    }),
  );
  progress.line(`Done: ${all} fields sealed anew. Keys that nothing needs any more: tongxing keys retire <id>`);
}

export async function retire(config: Config, id: string, progress: Progress): Promise<void> {
  await withDatabase(config, (db) => retireKey(deskOf(config, db), Number(id)));
  progress.line(`Key ${id} is removed. Copy the key file to its safe place again, and destroy older copies.`);
}

export interface DestroyCommand {
  /** `YYYY-MM-DD`. */
  readonly day?: string;
  readonly purpose?: string;
  /** The day or the purpose once more. */
  readonly confirm?: string;
}

/** @throws {ConfigError} unless it says one thing, and says it twice. */
export async function destroy(config: Config, command: DestroyCommand, progress: Progress): Promise<void> {
  const what = wantedOf(command);
  await withDatabase(config, async (db) => {
    const desk = deskOf(config, db);
    const word = 'day' in what ? what.day : what.purpose;
    if (command.confirm !== word) {
      const ids = await keysToDestroy(desk, what);
      throw new ConfigError(
        `This destroys key ${ids.join(', ')}. What is sealed under it can then be read by nobody, in no copy of the database, ever. Nothing was done yet. If that is what you want, add: --confirm ${word}`,
      );
    }
    const ids = await destroyKeys(desk, what);
    progress.line(`Destroyed and recorded in the audit log: key ${ids.join(', ')}. Destroy the copies of ${config.keysFile} too.`);
  });
}

function wantedOf({ day, purpose }: DestroyCommand): Destruction {
  const known = PURPOSES.find((each) => each === purpose);
  if (day !== undefined && purpose === undefined && /^\d{4}-\d\d-\d\d$/.test(day)) return { day };
  if (day === undefined && known !== undefined && known !== 'installation') return { purpose: known };
  throw new ConfigError(
    `Say what: --day YYYY-MM-DD (messages of that day), or --purpose ${PURPOSES.filter((each) => each !== 'installation').join('|')}.`,
  );
}
