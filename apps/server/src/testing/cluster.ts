import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCity } from '@tongxing/simulator';
import type { TestProject } from 'vitest/node';
import { fillDemo } from '../modules/demo/public';
import { ensureRoles } from '../modules/identity/public';
import { ensurePolicies } from '../modules/policy/public';
import { Vault } from '../platform/crypto/sealing';
import { openDatabase } from '../platform/database/database';
import { startEmbedded } from '../platform/database/embedded';
import { claimInstallation } from '../platform/database/installation';
import { migrate } from '../platform/database/migrations';
import { paths } from '../platform/paths';
import { TEST_KEYS } from './keys';

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string;
    runningUrl: string;
  }
}

/**
 * One real PostgreSQL for a test run, with one database that is migrated and filled with the tiny city once; each test
 * file clones it. Durability is off here, and only here: nothing in these tests loses power.
 */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  // Threads run what is built.
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../../../scripts/bundle.mjs'), 'poster-thread']);
  const dataDir = await mkdtemp(join(tmpdir(), 'tongxing-test-'));
  const server = await startEmbedded({ dataDir, settings: ['fsync=off', 'full_page_writes=off', 'max_connections=300'] });
  await migrate(server.ownerUrl, paths.migrations);
  const { db, close } = openDatabase({ url: server.ownerUrl, connections: 2, onError: () => undefined });
  const vault = new Vault(TEST_KEYS);
  await claimInstallation(db, 'demo', vault);
  await ensureRoles(db);
  await ensurePolicies(db);
  await fillDemo({ db, vault, city: makeCity({ size: 'tiny' }), now: Date.now(), onProgress: () => undefined });
  await close();
  project.provide('ownerUrl', server.ownerUrl);
  project.provide('runningUrl', server.runningUrl);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
