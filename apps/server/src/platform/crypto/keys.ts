import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const KEY_BYTES = 32;
const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === KEY_BYTES, '32 bytes');

/** A sealed field keeps the id in one byte. */
const KEY_ID = /^(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/;

/** Sealing keys by id (the newest seals, all open), the look-up key and the key behind the daily sign. */
const KeyFile = z.strictObject({
  sealing: z.record(z.string().regex(KEY_ID), key),
  current: z.string(),
  lookup: key,
  sign: key,
});
export type Keys = z.output<typeof KeyFile>;

/**
 * Reads the key file; makes one when `create` and none is there.
 * @throws when the file is missing or damaged. Without the keys every sealed field is unreadable, for ever.
 */
export async function loadKeys(path: string, create: boolean): Promise<Keys> {
  if (!existsSync(path)) {
    if (!create)
      throw new Error(
        `The key file ${path} is missing. Without it no personal data can be read. Restore it from its backup, or make one for a new installation with: tongxing keys`,
      );
    await createKeyFile(path);
  }
  const parsed = KeyFile.safeParse(parseJson(await readFile(path, 'utf8')));
  if (!parsed.success || parsed.data.sealing[parsed.data.current] === undefined)
    throw new Error(`The key file ${path} is damaged: restore it from its backup.`);
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

/** Writes a new key file, readable by its owner only. Never overwrites one. */
export async function createKeyFile(path: string): Promise<void> {
  if (existsSync(path))
    throw new Error(`There is a key file at ${path} already. It is never overwritten: with it would go everything it sealed.`);
  const fresh = () => randomBytes(KEY_BYTES).toString('base64');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify({ sealing: { 1: fresh() }, current: '1', lookup: fresh(), sign: fresh() }, null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
}
