import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../apps/server/src/platform/database/embedded';
import type { Undo } from './undo';

/** Marks the evidence that is the bench's. */
export const EVIDENCE_SOURCE = 'bench';
/** Marks what one run added to it. */
export const EXTRA_EVIDENCE_SOURCE = 'bench, one run';

/** Runs work on a data folder's PostgreSQL while nothing else runs on it, then stops it in order. */
export async function withDatabase<T>(
  dataDir: string,
  settings: readonly string[],
  undo: Undo,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await startEmbedded({ dataDir, settings });
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await server.stop();
    isStopped = true;
  };
  undo.add(stop);
  try {
    return await work(server.ownerUrl);
  } finally {
    await stop();
  }
}

/** Opens a connection for some work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A stop of PostgreSQL before the end of the work makes the work fail, which is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Removes what earlier benches recorded in a kept city, and the product's memory of it, so that each begins alike; what
 * makes residents abnormal is given the age of a day again, since no evidence counts for ever.
 */
export async function makeLikeNew(dataDir: string, undo: Undo): Promise<void> {
  await withDatabase(dataDir, [], undo, (url) =>
    withClient(url, async (client) => {
      await client.query('truncate visits, incidents cascade');
      await client.query("update health_evidence set sampled_at = now() - interval '1 day' where source = $1", [EVIDENCE_SOURCE]);
      const extra = 'select id from health_evidence where source = $1';
      await client.query(`delete from evidence_steps where evidence_id in (${extra})`, [EXTRA_EVIDENCE_SOURCE]);
      await client.query('delete from health_evidence where source = $1', [EXTRA_EVIDENCE_SOURCE]);
      await client.query("delete from sessions where kind = 'door'");
      await client.query('drop database if exists floor with (force)');
    }),
  );
  await rm(join(dataDir, 'watermark.json'), { force: true });
}
