import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Start time of a process in clock ticks (Linux): tells a live process from another that got its number. */
async function startedAt(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Takes the data folder for this process, since two servers on one embedded database would damage each other.
 * @returns how to give it back.
 * @throws when another live process has it.
 */
export async function takeDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'tongxing.pid');
  const mine = `${process.pid} ${(await startedAt(process.pid)) ?? ''}\n`;
  await mkdir(dataDir, { recursive: true });
  // Made only if it is not there, so that of two starts at one instant one alone succeeds.
  while (!(await isWritten(path, mine))) {
    const owner = await readFile(path, 'utf8').catch(() => '');
    const pid = Number(owner.split(' ')[0]);
    if (pid > 0 && isAlive(pid) && (await startedAt(pid)) === (owner.trim().split(' ')[1] || undefined)) {
      throw new Error(
        `Tongxing is running already in ${dataDir} (process ${pid}). Stop it first, or choose another folder with TONGXING_DATA_DIR.`,
      );
    }
    await rm(path, { force: true });
  }
  return () => rm(path, { force: true });
}

async function isWritten(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
