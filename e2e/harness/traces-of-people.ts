import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs of digits as long as a telephone, and of Chinese letters in UTF-8, out of bytes read as Latin-1. */
const CANDIDATES = /\d{11,}[Xx]?|(?:[\xe3-\xe9][\x80-\xbf]{2}){2,}/g;

/** What might be a name or a number among any bytes: little of them, so that hundreds of identifiers can be looked for. */
export function wordsAmong(bytes: Buffer): string {
  const words = bytes.toString('latin1').match(CANDIDATES) ?? [];
  return Buffer.from(words.join(' '), 'latin1').toString();
}

/** Identifiers that stand in a text. */
export function hits(text: string, identifiers: readonly string[]): string[] {
  return identifiers.filter((identifier) => text.includes(identifier));
}

/** Metrics without their figures: a sum of seconds has as many digits as a telephone, and now and then the same. */
export function withoutFigures(metrics: string): string {
  return metrics.replace(/ [-+.\w]+$/gm, '');
}

/** Every file below a folder that names one of the identifiers, with those it names; files that go meanwhile are gone. */
export async function filesNaming(folder: string, identifiers: readonly string[]): Promise<{ files: number; named: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named: string[] = [];
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    const found = hits(wordsAmong(bytes), identifiers);
    if (found.length > 0) named.push(`${path.slice(folder.length)}: ${found.join(', ')}`);
  }
  return { files: paths.length, named };
}
