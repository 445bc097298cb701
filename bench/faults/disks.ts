import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CleanUp } from './clean-up';
import { run } from './rig';

const UNMOUNT_TRIES = 300;
const UNMOUNT_PAUSE_MS = 100;

/** A mount that goes away with the scenario. */
export interface Mount {
  readonly path: string;
  unmount(): Promise<void>;
}

/** @returns why this machine cannot mount what a rig needs, or nothing. @param args what `mount` takes before the folder */
export async function whyNoMounts(folder: string, args: readonly string[]): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'needs Linux: it mounts file systems of its own';
  if (process.getuid?.() !== 0) return 'needs root: it mounts file systems of its own';
  const path = join(folder, 'try-mount');
  await mkdir(path);
  try {
    await run('mount', [...args, path]);
    await run('umount', [path]);
    return undefined;
  } catch (error) {
    return `may not mount here: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Processes killed a moment ago may still hold it. */
async function unmount(path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run('umount', [path]);
      return;
    } catch (error) {
      if (attempt === UNMOUNT_TRIES) throw error;
      await wait(UNMOUNT_PAUSE_MS);
    }
  }
}

/** Mounts on a folder that is made for it. @param args what `mount` takes before the folder */
export async function mount(cleanUp: CleanUp, path: string, args: readonly string[]): Promise<Mount> {
  await mkdir(path, { recursive: true });
  const mounting: { done: Promise<unknown> } = { done: Promise.resolve() };
  const undo = cleanUp.add(async () => {
    const isMounted = await mounting.done.then(
      () => true,
      () => false,
    );
    if (isMounted) await unmount(path);
  });
  mounting.done = run('mount', [...args, path]);
  await mounting.done;
  return { path, unmount: undo };
}
