import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** A connection past the platform. */
export interface EmbeddedDatabase {
  /** The one number a query selects. */
  count(query: string): Promise<number>;
  close(): Promise<void>;
}

/** Looks straight into the embedded PostgreSQL of a running server. */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const pidFile = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  const port = Number(pidFile.split('\n')[3]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'tongxing', password, database: 'tongxing' });
  await client.connect();
  return {
    async count(query) {
      const { rows } = await client.query<{ count: string }>(query);
      return Number(rows[0]?.count);
    },
    close: () => client.end(),
  };
}
