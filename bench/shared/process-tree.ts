import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

const KIB_A_MIB = 1024;
const LOOK_EVERY_MS = 50;
const STOP_MS = 60_000;

/** `pid (command) state parent …`; the command may hold brackets and blanks itself. */
const STAT = /^(\d+) \((.*)\) \S (\d+) /s;

/** One line of `/proc/<pid>/stat`. */
export function readStat(text: string): Listed | undefined {
  const [, pid, command, parent] = STAT.exec(text) ?? [];
  return pid === undefined || command === undefined || parent === undefined
    ? undefined
    : { pid: Number(pid), parent: Number(parent), command };
}

async function allProcesses(): Promise<Listed[]> {
  // Elsewhere than on Linux there is no such folder: then a node is its first process.
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const read = names.map(async (name) => readStat(await readFile(join('/proc', name, 'stat'), 'utf8').catch(() => '')));
  return (await Promise.all(read)).filter((one) => one !== undefined);
}

/** A program and what it started, parents first; not its PostgreSQL, which is a program of its own. */
export function nodeProcesses(pid: number, all: readonly Listed[]): number[] {
  const below = all.filter((one) => one.parent === pid && one.command !== 'postgres');
  return [pid, ...below.flatMap((one) => nodeProcesses(one.pid, all))];
}

export async function processesOf(pid: number): Promise<number[]> {
  return nodeProcesses(pid, await allProcesses());
}

/** Resident memory of all of a node's processes together, MiB; what they share is counted in each. */
export async function residentMiB(pid: number): Promise<number> {
  const pids = await processesOf(pid);
  const kib = await Promise.all(
    pids.map(async (one) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${one}/status`, 'utf8').catch(() => ''))?.[1] ?? 0)),
  );
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / KIB_A_MIB);
}

/** `kill -9` of all of a node's processes, the first one first: it would start the others again. */
export async function killAll(pid: number): Promise<void> {
  for (const one of await processesOf(pid)) signal(one, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** A node that was killed leaves its PostgreSQL running: stops the one of a data folder, if there is one. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'postgres');
  const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 1) || !(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(folder)) return;
  signal(pid, 'SIGINT');
  const until = performance.now() + STOP_MS;
  while (signal(pid, 0) && performance.now() < until) await sleep(LOOK_EVERY_MS);
}
