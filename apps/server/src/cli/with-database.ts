import type { Config } from '../platform/config';
import { type Database, openDatabase } from '../platform/database/database';
import { startEmbedded } from '../platform/database/embedded';
import { takeDataFolder } from './single-instance';

/** The configured database, or the embedded one of a platform that does not run. Nothing is migrated. */
export async function withDatabase<T>(config: Config, run: (db: Database) => Promise<T>): Promise<T> {
  const giveBack = config.databaseUrl === undefined ? await takeDataFolder(config.dataDir) : undefined;
  const embedded = config.databaseUrl === undefined ? await startEmbedded({ dataDir: config.dataDir }) : undefined;
  const { db, close } = openDatabase({ url: config.databaseUrl ?? embedded?.runningUrl ?? '', connections: 1, onError: () => undefined });
  try {
    return await run(db);
  } finally {
    await close();
    await embedded?.stop();
    await giveBack?.();
  }
}
