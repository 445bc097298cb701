import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, startTimeOf } from '../platform/processes';

/**
 * Takes the data folder for this process, since two servers on one embedded database would damage each other.
 * @returns how to give it back.
 * @throws when another live process has it.
 */
export async function takeDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'tongxing.pid');
  const mine = `${process.pid} ${await startTimeOf(process.pid)}\n`;
  await mkdir(dataDir, { recursive: true });
  // Made only if it is not there, so that of two starts at one instant one alone succeeds.
  while (!(await isWritten(path, mine))) {
    const owner = await readFile(path, 'utf8').catch(() => '');
    const [text, startedAt = ''] = owner.trim().split(' ');
    const pid = Number(text);
    if (pid > 0 && (await isRunning(pid)) && (await startTimeOf(pid)) === startedAt) {
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
