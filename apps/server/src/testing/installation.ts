import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../cli/progress';
import { type Config, readConfig } from '../platform/config';
import { type ClonedDatabase, cloneDatabase, createEmptyDatabase } from './clone';
import { TEST_KEY_FILE } from './keys';

/** A folder with the keys and a database of its own, as a command finds them on a machine, and what the command says. */
export interface TestInstallation {
  readonly dataDir: string;
  readonly database: ClonedDatabase;
  /** What the command said, line by line. */
  lines: string[];
  readonly progress: Progress;
  config(): Config;
  /** Another database in its place, in which nothing was ever done. */
  emptyDatabase(): Promise<void>;
  remove(): Promise<void>;
}

/** @returns an installation on a clone of the demo database; `remove` it after the test. */
export async function makeInstallation(): Promise<TestInstallation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tongxing-installation-'));
  await writeFile(join(dataDir, 'keys.json'), TEST_KEY_FILE, { mode: 0o600 });
  let database = await cloneDatabase();
  const installation: TestInstallation = {
    dataDir,
    get database() {
      return database;
    },
    lines: [],
    progress: {
      line: (text) => void installation.lines.push(text),
      step: (_title, run) => run(),
      bar: () => ({ update: () => undefined, end: () => undefined }),
    },
    config: () =>
      readConfig({
        TONGXING_DATABASE_URL: database.runningUrl,
        TONGXING_MIGRATION_DATABASE_URL: database.ownerUrl,
        TONGXING_DATA_DIR: dataDir,
        TONGXING_LOG_LEVEL: 'silent',
        // The test cluster runs without fsync.
        TONGXING_UNSAFE_DATABASE: 'warn',
      }),
    async emptyDatabase() {
      await database.drop();
      database = await createEmptyDatabase();
    },
    async remove() {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return installation;
}
