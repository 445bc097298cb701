import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A data folder for one server, inside a folder that also holds its log. */
export interface ServerFolder {
  readonly dataDir: string;
  remove(): Promise<void>;
}

export async function makeServerFolder(): Promise<ServerFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'tongxing-e2e-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  return { dataDir, remove: () => rm(folder, { recursive: true, force: true }) };
}
