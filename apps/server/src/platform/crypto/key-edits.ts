import { rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { writeWhole } from '../whole-file';
import { dayKeyId } from './key-ids';
import type { KeyPurpose } from './key-ring';
import { type DayDocument, dayKeysFile, freshSecret, type KeyDocument, readDayDocument, readKeyDocument } from './keys';
import type { SuiteId } from './suites';

const LOCK_TRIES = 100;
const LOCK_PAUSE_MS = 50;
/** An edit takes milliseconds; what is older was left by a process that died. */
const STALE_LOCK_MS = 10_000;

const textOf = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

/** Changes the key file whole or not at all, one change at a time. @throws when it cannot be written. */
export function editKeyFile(path: string, edit: (document: KeyDocument) => KeyDocument): Promise<void> {
  return alone(path, async () => writeWhole(path, textOf(edit(await readKeyDocument(path)))));
}

/** The same for the file of the days. */
function editDays(path: string, edit: (document: DayDocument) => DayDocument): Promise<void> {
  return alone(path, async () => {
    const before = await readDayDocument(path);
    const after = edit(before);
    if (after !== before) await writeWhole(dayKeysFile(path), textOf(after));
  });
}

async function alone(path: string, run: () => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  for (let tries = 0; !(await isTaken(lock)); tries += 1) {
    if (tries === LOCK_TRIES) throw new Error(`Somebody else is changing ${path} (${lock}). Try again in a moment.`);
    await wait(LOCK_PAUSE_MS);
  }
  try {
    await run();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isTaken(lock: string): Promise<boolean> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE_LOCK_MS) await rm(lock, { force: true });
  try {
    await writeFile(lock, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A document with new keys that seal from now on. Pure, but for the secrets. @param made ISO instant */
export function rotated(document: KeyDocument, purposes: readonly KeyPurpose[], suite: SuiteId, made: string): KeyDocument {
  const first = document.next ?? Math.max(...Object.keys(document.sealing).map(Number)) + 1;
  const fresh = purposes.map((purpose, place) => [purpose, String(first + place)] as const);
  const current = typeof document.current === 'string' ? { any: document.current } : document.current;
  return {
    ...document,
    sealing: {
      ...document.sealing,
      ...Object.fromEntries(fresh.map(([purpose, id]) => [id, { purpose, suite, made, key: freshSecret() }])),
    },
    current: { ...current, ...Object.fromEntries(fresh) },
    next: first + fresh.length,
  };
}

/** A document without a key, of which the id stays used. */
export function withoutKey(document: KeyDocument, id: number): KeyDocument {
  const { [String(id)]: _, ...sealing } = document.sealing;
  return { ...document, sealing, next: document.next ?? id + 1 };
}

/** A document in which the keys are destroyed, and their ids remembered as such. */
export function withDestroyed(document: KeyDocument, ids: readonly number[]): KeyDocument {
  const sealing = Object.entries(document.sealing).map(([id, key]) =>
    ids.includes(Number(id)) && typeof key !== 'string' ? [id, { ...key, key: null }] : [id, key],
  );
  return { ...document, sealing: Object.fromEntries(sealing) as KeyDocument['sealing'] };
}

/** Ids of keys that seal at present. */
export function sealingIds({ current }: KeyDocument): readonly number[] {
  return typeof current === 'string' ? [Number(current)] : [...new Set(Object.values(current).map(Number))];
}

/** Makes the keys of days that have none. @param days `YYYY-MM-DD` */
export function ensureDayKeys(path: string, days: readonly string[], suite: SuiteId, made: string): Promise<void> {
  return editDays(path, (document) => {
    const missing = days.map((day) => String(dayKeyId(day))).filter((id) => document[id] === undefined);
    if (missing.length === 0) return document;
    return { ...document, ...Object.fromEntries(missing.map((id) => [id, { suite, made, key: freshSecret() }])) };
  });
}

/** Removes the keys of days. What they sealed can be read by nobody any more. */
export function removeDayKeys(path: string, ids: readonly number[]): Promise<void> {
  return editDays(path, (document) => {
    const left = Object.entries(document).filter(([id]) => !ids.includes(Number(id)));
    return left.length === Object.keys(document).length ? document : Object.fromEntries(left);
  });
}
