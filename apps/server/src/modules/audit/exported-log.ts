import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Database } from '../../platform/database/database';
import { CONTENT_FIELDS, type Content } from './content';
import type { Seal, SealKeys } from './seal';
import { inOneSnapshot, listSeals, readContents } from './seal-store';
import { type Verification, Verifier, type VerifierOptions } from './verify';

const SEALS_A_READING = 20;
const HEX = /^([0-9a-f]{64})$/;

const HeaderLine = z.strictObject({ tongxingAudit: z.literal(1), publicKey: z.base64() });
const SealLine = z.strictObject({
  seal: z.strictObject({
    number: z.int(),
    position: z.int(),
    hash: z.string().regex(HEX),
    sealedAt: z.string(),
    signature: z.base64(),
    eventIds: z.array(z.string()),
    contentHashes: z.array(z.string().regex(HEX)),
    completeBefore: z.string(),
    snapshotEnd: z.string(),
    afterId: z.string(),
  }),
});
const EventLine = z.strictObject({ event: z.array(z.string().nullable()).length(CONTENT_FIELDS) });

/** Lines of a whole sealed log: a header, then each seal with its events under it. */
async function* linesOf(db: Database, keys: SealKeys): AsyncGenerator<string> {
  yield JSON.stringify({ tongxingAudit: 1, publicKey: keys.publicKey });
  for (let after = 0, more = true; more; ) {
    const seals = await listSeals(db, after, SEALS_A_READING);
    for (const seal of seals) {
      yield JSON.stringify({ seal: ordered(seal) });
      for (const event of await readContents(db, seal.eventIds)) yield JSON.stringify({ event });
    }
    after = seals.at(-1)?.number ?? after;
    more = seals.length === SEALS_A_READING;
  }
}

function ordered({ number, position, hash, sealedAt, signature, eventIds, contentHashes, completeBefore, snapshotEnd, afterId }: Seal) {
  return { number, position, hash, sealedAt, signature, eventIds, contentHashes, completeBefore, snapshotEnd, afterId };
}

/** Writes everything that is sealed into a new file. @throws when the file is there already. */
export async function exportLog(db: Database, keys: SealKeys, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await inOneSnapshot(db, async (tx) => {
      for await (const line of linesOf(tx, keys)) await file.write(`${line}\n`);
    });
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Verifies an exported log with nothing but the file. */
export async function verifyFile(path: string, options: VerifierOptions): Promise<Verification> {
  return verifyLines(createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY }), options);
}

/** Verifies the lines of an exported log. */
export async function verifyLines(lines: AsyncIterable<string> | Iterable<string>, options: VerifierOptions): Promise<Verification> {
  const verifier = new Verifier(options);
  let seal: Seal | undefined;
  let events: Content[] = [];
  let number = 0;
  const close = () => {
    if (seal !== undefined) verifier.seal(seal, events);
    events = [];
  };
  for await (const line of lines) {
    number += 1;
    const read = readLine(line);
    if (read === undefined || (read.kind === 'header') !== (number === 1)) verifier.unreadable(number);
    else if (read.kind === 'seal') {
      close();
      seal = read.seal;
    } else if (read.kind === 'event') {
      if (seal === undefined) verifier.inserted(read.event[0]);
      else events.push(read.event);
    }
  }
  close();
  return verifier.finish();
}

type Line =
  | { readonly kind: 'header' }
  | { readonly kind: 'seal'; readonly seal: Seal }
  | { readonly kind: 'event'; readonly event: Content };

function readLine(text: string): Line | undefined {
  const json = jsonFrom(text);
  const event = EventLine.safeParse(json);
  // The lengths and kinds of the fields were checked; which of them may be null shows in their hash.
  if (event.success) return { kind: 'event', event: event.data.event as unknown as Content };
  const seal = SealLine.safeParse(json);
  if (seal.success) return { kind: 'seal', seal: seal.data.seal };
  return HeaderLine.safeParse(json).success ? { kind: 'header' } : undefined;
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
