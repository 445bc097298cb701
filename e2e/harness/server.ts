import type { TestProject } from 'vitest/node';
import { makeServerFolder } from './folder';
import { freePort, startProgram } from './program';
import { clearScreens, writeIndex } from './screen-index';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the server that all journeys share answers. */
    origin: string;
  }
}

/** One server for all journeys; those that kill it or count everything in it start their own. */
export default async function startShared(project: TestProject): Promise<() => Promise<void>> {
  await clearScreens();
  const folder = await makeServerFolder();
  const program = await startProgram(folder.dataDir, await freePort());
  project.provide('origin', program.origin);
  return async () => {
    await writeIndex();
    await program.stop();
    await folder.remove();
  };
}
