import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../../platform/whole-file';
import type { Head } from './seal';

/** The file is there and is no head. */
export class UnreadableHead extends Error {}

const HeadFile = z.strictObject({
  format: z.literal(1),
  number: z.int().positive(),
  position: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.iso.datetime(),
  signature: z.base64(),
  /** For whoever checks it elsewhere; a head is believed only with a key that came another way. */
  publicKey: z.base64(),
});

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** What an outside file says of the log. */
export interface KeptHead extends Head {
  readonly publicKey: string;
}

/**
 * Undefined when there is no file.
 * @throws {UnreadableHead} when it cannot be read or is no head.
 */
export async function readHeadFile(path: string): Promise<KeptHead | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new UnreadableHead(error instanceof Error ? error.message : String(error));
  });
  return text === undefined ? undefined : headFrom(text);
}

function headFrom(text: string): KeptHead {
  const parsed = HeadFile.safeParse(jsonFrom(text));
  if (!parsed.success) throw new UnreadableHead('its contents are not those of a head');
  const { format: _, ...head } = parsed.data;
  return head;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableHead('its contents are not JSON');
  }
}

export async function writeHeadFile(path: string, { number, position, hash, sealedAt, signature, publicKey }: KeptHead): Promise<void> {
  await writeWhole(path, `${JSON.stringify({ format: 1, number, position, hash, sealedAt, signature, publicKey }, undefined, 2)}\n`);
}

/** Makes room for a new head; the old one is kept beside it. @returns where. */
export async function putHeadAside(path: string, now: number): Promise<string> {
  const aside = `${path}.${new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)}`;
  await rename(path, aside);
  return aside;
}
