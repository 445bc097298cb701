import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A process of this machine, as `ps` shows it. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']);
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+([^Z]\S*)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, , command = '']) => ({ pid: Number(pid), parent: Number(parent), command }));
}

/** Processes of the server program that another one has started. */
export async function workersOf(pid: number): Promise<number[]> {
  const all = await listProcesses();
  return all.filter(({ parent, command }) => parent === pid && command.includes('main.js serve')).map((process) => process.pid);
}

/** Those of some processes that still run. */
export async function stillRunning(pids: readonly number[]): Promise<number[]> {
  const all = await listProcesses();
  return all.filter(({ pid }) => pids.includes(pid)).map(({ pid }) => pid);
}

/** Commands of processes whose command line names a folder: the embedded PostgreSQL, say. */
export async function namingFolder(folder: string): Promise<string[]> {
  const all = await listProcesses();
  return all.filter(({ command }) => command.includes(folder)).map(({ command }) => command);
}
