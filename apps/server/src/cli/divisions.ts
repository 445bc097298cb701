import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { DivisionCode } from '@tongxing/contract';
import { z } from 'zod';
import { recordAudit } from '../modules/audit/public';
import { type ListedDivision, mergeDivisions } from '../modules/regions/public';
import { type Config, ConfigError } from '../platform/config';
import { paths } from '../platform/paths';
import type { Progress } from './progress';
import { withOwner } from './with-owner';

/** One line of a division list; the parent follows from the code. */
const Listed = z.array(
  z.strictObject({
    code: DivisionCode,
    nameZh: z.string().trim().min(1).max(60),
    nameEn: z.string().trim().min(1).max(120),
  }),
);

/**
 * Loads divisions, all of them or nothing: the national list, or a JSON file with a list of `{ code, nameZh, nameEn }`.
 * What is there already gets the names of the list; nothing is ever removed, because venues and visits name it.
 * @returns how many were added, and how many got another name or path.
 * @throws {ConfigError} naming the entry that is wrong.
 */
export async function importDivisions(
  config: Config,
  file: string | undefined,
  progress: Progress,
): Promise<{ added: number; renamed: number }> {
  const listed = file === undefined ? await nationalDivisions() : await divisionsIn(file);
  return withOwner(config, progress, (db) =>
    db.transaction().execute(async (tx) => {
      const done = await mergeDivisions(tx, listed);
      const after = { ...done, list: file === undefined ? 'national' : 'file' };
      await recordAudit(tx, { actor: 'operator', action: 'divisions.import', subject: 'divisions', after, requestId: randomUUID() });
      return done;
    }),
  );
}

async function divisionsIn(file: string): Promise<ListedDivision[]> {
  const parsed = Listed.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => `entry ${issue.path.join('.')}: ${issue.message}`).join('\n'));
}

/** Province to township, as shipped in `db/divisions`. What has no English name is shown by its Chinese one. */
export async function nationalDivisions(): Promise<ListedDivision[]> {
  const lines = gunzipSync(await readFile(paths.nationalDivisions))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [code = '', nameZh = '', nameEn = nameZh] = line.split(',');
    return { code, nameZh, nameEn };
  });
}
