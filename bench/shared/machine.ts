import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Where and of what a figure is: without these it means nothing. */
export interface MachineFacts {
  /** Processors and their model. */
  readonly machine: string;
  readonly node: string;
  /** Short commit; `+` when files differ from it; `unknown` outside a git checkout. */
  readonly commit: string;
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

export function machineFacts(): MachineFacts {
  const commit = git('rev-parse', '--short', 'HEAD') ?? 'unknown';
  const isChanged = (git('status', '--porcelain', '--untracked-files=no') ?? '') !== '';
  return {
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    node: process.version,
    commit: isChanged ? `${commit}+` : commit,
  };
}

/** The middle one; of an even number the lower of the two. 0 of nothing. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
