import { inject } from 'vitest';

/** Files that run at the same time; one waits for its page while the other works. */
export const WORKERS = 2;

/** Where the server of this worker answers; Vitest numbers its workers from 1. */
export function sharedOrigin(): string {
  const worker = Number(process.env.VITEST_POOL_ID);
  const origin = inject('origins')[worker - 1];
  if (origin === undefined) throw new Error(`no server was started for worker ${worker}`);
  return origin;
}
