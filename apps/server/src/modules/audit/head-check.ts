import type { Database } from '../../platform/database/database';
import { type KeptHead, readHeadFile, UnreadableHead } from './head-file';
import type { SealKeys } from './seal';
import { findHead } from './seal-store';

/** Why a head must not be written over. */
export type HeadProblem = 'unreadable' | 'not_ours' | 'log_ends_early' | 'log_rewritten';

export interface HeadPlace {
  readonly db: Database;
  readonly keys: SealKeys;
  /** Path of the head outside the database. */
  readonly headFile: string;
}

/** The head outside and whether the database still has what it says; a new installation has none. */
export async function checkHead({ db, keys, headFile }: HeadPlace): Promise<{ head?: KeptHead; problem?: HeadProblem }> {
  const head = await readHeadFile(headFile).catch((error: unknown) => {
    if (error instanceof UnreadableHead) return 'unreadable' as const;
    throw error;
  });
  if (head === undefined) return {};
  if (head === 'unreadable') return { problem: head };
  if (!keys.isSigned(head)) return { head, problem: 'not_ours' };
  const there = await findHead(db, head.number);
  if (there === undefined) return { head, problem: 'log_ends_early' };
  return there.hash === head.hash ? { head } : { head, problem: 'log_rewritten' };
}
