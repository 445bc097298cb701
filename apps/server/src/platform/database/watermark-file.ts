import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../whole-file';
import { positionFrom, positionText } from './wal-position';

/** A visit whose answer has left, by the two ids under which it is found again. */
export interface AcknowledgedVisit {
  readonly eventId: string;
  readonly personId: number;
}

/** How far acknowledged writes had come, as it stands in the file. Ids and numbers only. */
export interface Mark {
  /** Epoch milliseconds. */
  readonly writtenAt: number;
  readonly systemIdentifier: string;
  readonly database: string;
  readonly timeline: number;
  /** Everything up to this byte of the write-ahead log was on disk. */
  readonly flushed: bigint;
  /** The end of every transaction with a lower number was on disk. */
  readonly nextTransaction: bigint;
  /** Some of the newest. */
  readonly visits: readonly AcknowledgedVisit[];
}

/** The file is there and says nothing that could be believed. */
export class UnreadableMark extends Error {}

const FORMAT = 1;
const Contents = z.strictObject({
  format: z.literal(FORMAT),
  writtenAt: z.iso.datetime(),
  systemIdentifier: z.string().regex(/^\d+$/),
  database: z.string().regex(/^\d+$/),
  timeline: z.int().positive(),
  flushed: z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/),
  nextTransaction: z.string().regex(/^\d+$/),
  visits: z.array(z.strictObject({ eventId: z.uuid(), personId: z.int() })),
});
type Contents = z.infer<typeof Contents>;
const Sealed = z.strictObject({ watermark: Contents, sha256: z.string() });

/** A flipped digit would make a believable lie. */
const checksum = (contents: Contents) => createHash('sha256').update(JSON.stringify(contents)).digest('hex');

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Undefined when there is no file.
 * @throws {UnreadableMark} when it cannot be read, is not whole, or a character of it has changed.
 */
export async function readMark(path: string): Promise<Mark | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new UnreadableMark(error instanceof Error ? error.message : String(error));
  });
  return text === undefined ? undefined : markFrom(text);
}

function markFrom(text: string): Mark {
  const { format: _, ...watermark } = sealedFrom(text).watermark;
  return {
    ...watermark,
    writtenAt: Date.parse(watermark.writtenAt),
    flushed: positionFrom(watermark.flushed),
    nextTransaction: BigInt(watermark.nextTransaction),
  };
}

function sealedFrom(text: string): z.infer<typeof Sealed> {
  const sealed = Sealed.safeParse(jsonFrom(text));
  if (!sealed.success) throw new UnreadableMark('its contents are not those of a watermark');
  if (sealed.data.sha256 !== checksum(sealed.data.watermark)) throw new UnreadableMark('its contents do not fit their checksum');
  return sealed.data;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableMark('its contents are not JSON');
  }
}

/** Writes the file whole or not at all, on disk when it returns: beside it, then renamed over it. */
export async function writeMark(path: string, mark: Mark): Promise<void> {
  const watermark: Contents = {
    format: FORMAT,
    writtenAt: new Date(mark.writtenAt).toISOString(),
    systemIdentifier: mark.systemIdentifier,
    database: mark.database,
    timeline: mark.timeline,
    flushed: positionText(mark.flushed),
    nextTransaction: String(mark.nextTransaction),
    visits: mark.visits.map(({ eventId, personId }) => ({ eventId, personId })),
  };
  await writeWhole(path, `${JSON.stringify({ watermark, sha256: checksum(watermark) }, undefined, 2)}\n`);
}
