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
  await mkdir(dataDir, { recursive: true });
  const [text, started] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
  const pid = Number(text);
  if (pid > 0 && pid !== process.pid && isAlive(pid) && (await startedAt(pid)) === (started || undefined)) {
    throw new Error(
      `Tongxing is running already in ${dataDir} (process ${pid}). Stop it first, or choose another folder with TONGXING_DATA_DIR.`,
    );
  }
  await writeFile(path, `${process.pid} ${(await startedAt(process.pid)) ?? ''}\n`);
  return () => rm(path, { force: true });
}
