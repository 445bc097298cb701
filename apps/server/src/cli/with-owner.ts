import { type Config, ConfigError } from '../platform/config';
import { type Database, openDatabase } from '../platform/database/database';
import { type PreparedDatabase, prepareDatabase } from './prepare';
import type { Progress } from './progress';

/**
 * The database in its owning role, migrated.
 * @throws {ConfigError} when only the running role is configured.
 */
export async function withOwner<T>(
  config: Config,
  progress: Progress,
  run: (db: Database, database: PreparedDatabase) => Promise<T>,
): Promise<T> {
  const database = await prepareDatabase(config, progress);
  try {
    if (database.ownerUrl === undefined) throw new ConfigError('This needs the owning role: set TONGXING_MIGRATION_DATABASE_URL.');
    const { db, close } = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
    return await run(db, database).finally(close);
  } finally {
    await database.stop();
  }
}
