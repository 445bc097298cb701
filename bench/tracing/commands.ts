import type { Command } from 'commander';
import { bench, printReport } from '../shared/command';
import { benchStorage } from './storage';
import { benchTrace } from './trace';
import { benchTrajectory } from './trajectory';

const CASES = ['cases, each with 14 days', 20, 100] as const;
const COLD = ['of them measured again after a start with nothing in memory', 2, 20] as const;

/** Adds the benches of visits that are looked at again: `trace`, `trajectory`, `storage`. */
export function registerTracing(program: Command): void {
  bench(program.command('trace'), { cases: CASES, cold: COLD })
    .description('from the approval of a 14-day trace to its contacts on disk, among 17 days of visits')
    .action(async (options) => printReport(await benchTrace(options), options));
  bench(program.command('trajectory'), { cases: CASES, cold: COLD })
    .description('where a case was in 14 days')
    .action(async (options) => printReport(await benchTrajectory(options), options));
  bench(program.command('storage'), {})
    .description('bytes a visit on disk with all indexes: today’s, and of days that were compacted')
    .action(async (options) => printReport(await benchStorage(options), options));
}
