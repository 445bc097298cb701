import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { dayKeyId, isKeyId } from './key-ids';
import type { Keys, SealingKey } from './key-ring';
import { PURPOSES } from './purposes';
import { SUITE_IDS, type SuiteId } from './suites';

export type { Keys } from './key-ring';

const KEY_BYTES = 32;
const Secret = z.base64().refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES, '32 bytes');
const Suite = z.enum(SUITE_IDS);
/** A key of `any` purpose seals what no other key is for: what a later version adds. */
export const KEY_PURPOSES = [...PURPOSES, 'any'] as const;
const KeyId = z
  .string()
  .regex(/^[1-9]\d*$/)
  .refine((text) => isKeyId(Number(text)));

const KeyEntry = z.strictObject({
  purpose: z.enum(KEY_PURPOSES),
  suite: Suite,
  made: z.iso.datetime(),
  /** Null when it was destroyed: the entry says that nothing is missing by accident. */
  key: Secret.nullable(),
});

/** The key file as it is written. A bare secret is how earlier versions wrote a key of every purpose. */
const KeyDocument = z.strictObject({
  sealing: z.record(KeyId, z.union([Secret, KeyEntry])),
  current: z.union([KeyId, z.partialRecord(z.enum(KEY_PURPOSES), KeyId)]),
  /** Id of the next key: no id is given twice, also after its key is gone. */
  next: z.int().optional(),
  lookup: z.union([Secret, z.strictObject({ suite: Suite, key: Secret })]),
  sign: Secret,
});
export type KeyDocument = z.infer<typeof KeyDocument>;

/** The file of the days beside it: a key for each day's messages, gone when the day is. */
const DayDocument = z.record(KeyId, z.strictObject({ suite: Suite, made: z.iso.datetime(), key: Secret }));
export type DayDocument = z.infer<typeof DayDocument>;

/** The keys of the days stand beside the key file: its copies must not hold them. */
export const dayKeysFile = (path: string) => `${path.replace(/\.json$/, '')}.days.json`;

/** What others than the owner may have of a key file: its group may read it, as mounted secrets have it. */
const FOR_OTHERS = 0o027;

/** Those of the key files that other accounts of the machine may read, or their group may write; none on systems without modes. */
export async function exposedKeyFiles(path: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const files = [path, dayKeysFile(path)].filter((file) => existsSync(file));
  const modes = await Promise.all(files.map((file) => stat(file)));
  return files.filter((_, place) => ((modes[place]?.mode ?? 0) & FOR_OTHERS) !== 0);
}

export const freshSecret = () => randomBytes(KEY_BYTES).toString('base64');
const bytesOf = (text: string) => Buffer.from(text, 'base64');

/**
 * Reads the key files; makes one when `create` and none is there.
 * @param today `YYYY-MM-DD`: messages are sealed under the newest key of a day up to then, when there is one
 * @throws when a file is missing or damaged. Without the keys every sealed field is unreadable, for ever.
 */
export async function loadKeys(path: string, create: boolean, { today, suite }: { today?: string; suite?: SuiteId } = {}): Promise<Keys> {
  if (!existsSync(path)) {
    if (!create)
      throw new Error(
        `The key file ${path} is missing. Without it no personal data can be read. Restore it from its backup, or make one for a new installation with: tongxing keys`,
      );
    await createKeyFile(path, suite);
  }
  return keysOf(await readKeyDocument(path), await readDayDocument(path), today);
}

/** @throws when the file is missing or damaged. */
export async function readKeyDocument(path: string): Promise<KeyDocument> {
  const parsed = KeyDocument.safeParse(parseJson(await readFile(path, 'utf8')));
  if (!parsed.success || !isWhole(parsed.data)) throw new Error(`The key file ${path} is damaged: restore it from its backup.`);
  return parsed.data;
}

/** Empty where there is none yet. @throws when it is damaged. */
export async function readDayDocument(path: string): Promise<DayDocument> {
  const file = dayKeysFile(path);
  if (!existsSync(file)) return {};
  const parsed = DayDocument.safeParse(parseJson(await readFile(file, 'utf8')));
  if (!parsed.success)
    throw new Error(
      `The file of day keys ${file} is damaged. Put it aside: messages of its days can then not be read; say so with tongxing keys destroy --day.`,
    );
  return parsed.data;
}

/** The parser's own message would show a piece of the file, that is of a key. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether every purpose has a key that is there and may seal it. */
function isWhole({ sealing, current }: KeyDocument): boolean {
  return PURPOSES.every((purpose) => {
    const key = sealing[typeof current === 'string' ? current : (current[purpose] ?? current.any ?? '')];
    return key !== undefined && (typeof key === 'string' || (key.key !== null && (key.purpose === 'any' || key.purpose === purpose)));
  });
}

function keysOf({ sealing, current, lookup, sign }: KeyDocument, days: DayDocument, today: string | undefined): Keys {
  const lasting = Object.entries(sealing).map(([id, key]): [string, SealingKey | Buffer] => [
    id,
    typeof key === 'string'
      ? bytesOf(key)
      : { purpose: key.purpose, suite: key.suite, secret: key.key === null ? undefined : bytesOf(key.key) },
  ]);
  const daily = Object.entries(days).map(([id, { suite, key }]): [string, SealingKey] => [
    id,
    { purpose: 'message', suite, secret: bytesOf(key) },
  ]);
  const day = today === undefined ? undefined : newestUpTo(Object.keys(days), dayKeyId(today));
  const named = typeof current === 'string' ? { any: current } : current;
  return {
    sealing: Object.fromEntries([...lasting, ...daily]),
    current: day === undefined ? current : { ...named, message: day },
    lookup: typeof lookup === 'string' ? bytesOf(lookup) : { suite: lookup.suite, secret: bytesOf(lookup.key) },
    sign: bytesOf(sign),
  };
}

function newestUpTo(ids: readonly string[], last: number): string | undefined {
  const fitting = ids.map(Number).filter((id) => id <= last);
  return fitting.length === 0 ? undefined : String(Math.max(...fitting));
}

/** Writes a new key file, readable by its owner only. Never overwrites one. */
export async function createKeyFile(path: string, suite: SuiteId = 'international'): Promise<void> {
  if (existsSync(path))
    throw new Error(`There is a key file at ${path} already. It is never overwritten: with it would go everything it sealed.`);
  const made = new Date().toISOString();
  const ids = KEY_PURPOSES.map((purpose, place) => [purpose, String(place + 1)] as const);
  const document: KeyDocument = {
    sealing: Object.fromEntries(ids.map(([purpose, id]) => [id, { purpose, suite, made, key: freshSecret() }])),
    current: Object.fromEntries(ids),
    next: KEY_PURPOSES.length + 1,
    lookup: { suite, key: freshSecret() },
    sign: freshSecret(),
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}
