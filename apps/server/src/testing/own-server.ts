import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../platform/database/embedded';
import { isRunning } from '../platform/processes';

const run = promisify(execFile);
const SEGMENT_BYTES = 16n * 1024n * 1024n;

/** A PostgreSQL of a test's own, to be killed, copied and damaged. */
export interface OwnServer extends EmbeddedServer {
  readonly dataDir: string;
  /** SIGKILL to the server and all its processes: nothing is said goodbye to. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export const makeFolder = () => mkdtemp(join(tmpdir(), 'tongxing-own-'));

export async function startOwnServer(dataDir: string, settings: readonly string[] = []): Promise<OwnServer> {
  const server = await startEmbedded({ dataDir, settings });
  return {
    ...server,
    dataDir,
    kill: () => killServer(dataDir),
    async remove() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** With owner, rights and times, as a backup of the folder would. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await run('cp', ['-a', from, to]);
}

async function childrenOf(parent: number): Promise<number[]> {
  const numbers = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(
    numbers.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }),
  );
  return numbers.filter((_, index) => parents[index] === parent);
}

async function killServer(dataDir: string): Promise<void> {
  const pid = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const all = [pid, ...(await childrenOf(pid))];
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It ended by itself when its parent did.
    }
  }
  await vi.waitFor(async () => {
    const alive = await Promise.all(all.map(isRunning));
    if (alive.includes(true)) throw new Error('PostgreSQL still runs');
  }, 10_000);
}

/** Turns over one bit of the write-ahead log of a stopped server. */
export async function flipLogBit(dataDir: string, timeline: number, position: bigint, bit: number): Promise<void> {
  const segment = position / SEGMENT_BYTES;
  const name = [BigInt(timeline), segment / 256n, segment % 256n].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
  const file = await open(join(dataDir, 'postgres', 'pg_wal', name), 'r+');
  try {
    const byte = Buffer.alloc(1);
    const offset = Number(position % SEGMENT_BYTES);
    await file.read(byte, 0, 1, offset);
    byte.writeUInt8(byte.readUInt8() ^ (1 << bit));
    await file.write(byte, 0, 1, offset);
    await file.sync();
  } finally {
    await file.close();
  }
}
