import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type OpenDatabase, openDatabase } from '../../apps/server/src/platform/database/database';
import { type EmbeddedServer, startEmbedded } from '../../apps/server/src/platform/database/embedded';
import type { Undo } from '../shared/undo';

const run = promisify(execFile);
const CONNECTIONS = 2;

/** How pages were taken out of memory. */
export type ColdBy = 'drop_caches' | 'fadvise';

/** The product's own PostgreSQL with the product's settings, on a data folder; can be started anew with nothing in memory. */
export class Server {
  private started: { readonly server: EmbeddedServer; readonly pools: readonly OpenDatabase[] } | undefined;

  private constructor(private readonly dataDir: string) {}

  static async start(dataDir: string, undo: Undo): Promise<Server> {
    const made = new Server(dataDir);
    undo.add(() => made.stop());
    await made.resume();
    return made;
  }

  /** The role that runs, as the product has it. */
  get running(): OpenDatabase['db'] {
    return this.pool(0);
  }

  /** The role that owns, for what no product does. */
  get owner(): OpenDatabase['db'] {
    return this.pool(1);
  }

  get ownerUrl(): string {
    if (this.started === undefined) throw new Error('PostgreSQL is not started');
    return this.started.server.ownerUrl;
  }

  async stop(): Promise<void> {
    const { started } = this;
    this.started = undefined;
    if (started === undefined) return;
    await Promise.all(started.pools.map((pool) => pool.close()));
    await started.server.stop();
  }

  /** Stops PostgreSQL, takes its files out of memory, starts it. */
  async restartCold(): Promise<ColdBy> {
    await this.stop();
    await run('sync');
    const by = await writeFile('/proc/sys/vm/drop_caches', '3').then(
      () => 'drop_caches' as const,
      () => this.forgetFiles(),
    );
    await this.resume();
    return by;
  }

  private async resume(): Promise<void> {
    const server = await startEmbedded({ dataDir: this.dataDir });
    const open = (url: string) => openDatabase({ url, connections: CONNECTIONS, longestMs: 600_000, onError: () => undefined });
    this.started = { server, pools: [open(server.runningUrl), open(server.ownerUrl)] };
  }

  private pool(place: number): OpenDatabase['db'] {
    const pool = this.started?.pools[place];
    if (pool === undefined) throw new Error('PostgreSQL is not started');
    return pool.db;
  }

  /** Without root: each file by itself (dd of nothing, with the advice that it is not needed). */
  private async forgetFiles(): Promise<ColdBy> {
    const base = join(this.dataDir, 'postgres', 'base');
    for (const folder of await readdir(base)) {
      for (const file of await readdir(join(base, folder))) {
        await run('dd', [`if=${join(base, folder, file)}`, 'iflag=nocache', 'count=0', 'status=none']).catch(() => undefined);
      }
    }
    return 'fadvise';
  }
}

/** The value that so many percent of the values do not exceed (nearest rank), to a tenth. 0 of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)] ?? 0;
  return Math.round(value * 10) / 10;
}

/** Milliseconds that some work takes, and what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}
