import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file whole or not at all, on disk when it returns: beside it, then renamed over it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  await mkdir(dirname(path), { recursive: true });
  await onDisk(beside, 'w', text);
  await rename(beside, path);
  // The new name itself is on disk only when its folder is.
  await onDisk(dirname(path), 'r');
}

async function onDisk(path: string, flags: 'r' | 'w', text?: string): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    if (text !== undefined) await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
