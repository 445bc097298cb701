import type { TestProject } from 'vitest/node';
import { makeServerFolder } from './folder';
import { freePort, startProgram } from './program';
import { clearScreens, writeIndex } from './screen-index';
import { WORKERS } from './workers';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the servers that journeys share answer: one a worker. */
    origins: readonly string[];
  }
}

async function startShared() {
  const folder = await makeServerFolder();
  const program = await startProgram(folder.dataDir, await freePort());
  const stop = async () => {
    await program.stop();
    await folder.remove();
  };
  return { origin: program.origin, stop };
}

/**
 * One server for all journeys of a worker, so that a regime that one switches is not the weather of another; journeys
 * that kill it or count everything in it start their own.
 */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  await clearScreens();
  const servers = await Promise.all(Array.from({ length: WORKERS }, startShared));
  project.provide(
    'origins',
    servers.map(({ origin }) => origin),
  );
  return async () => {
    await writeIndex();
    await Promise.all(servers.map(({ stop }) => stop()));
  };
}
