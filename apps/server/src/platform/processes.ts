import { readFile } from 'node:fs/promises';

/** State and start time of a process (Linux): its 3rd and 22nd field in `/proc/PID/stat`, counted after the name. */
async function statOf(pid: number): Promise<{ state: string; startedAt: string } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
}

/** Start time in clock ticks: tells a process from a later one with its number. Empty where the system does not say. */
export async function startTimeOf(pid: number): Promise<string> {
  return (await statOf(pid))?.startedAt ?? '';
}

/** Whether a process still runs. One that was killed and not yet buried by its parent does not. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const state = (await statOf(pid))?.state;
  return state !== 'Z' && state !== 'X';
}
