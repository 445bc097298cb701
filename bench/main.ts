import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { benchCheckin } from './checkin';
import { benchCheckinMixed } from './checkin-mixed';
import { benchFloor } from './floor';
import { benchOverload } from './overload';
import { performancePicture } from './plot/performance';
import { bench, printReport, printTables } from './shared/command';
import { readResults } from './shared/results';
import { benchStart } from './start';
import { registerTracing } from './tracing/commands';
import { benchWarning } from './warning';

const program = new Command('bench').description('measurements that anyone can repeat');

/** Numbers: what they are, their default, and that of `--size full`. */
const LOAD = {
  seconds: ['measured seconds of each part', 2, 60],
  warmup: ['seconds before each part that are not counted', 1, 3],
  connections: ['phones that ask at once', 512, 512],
  'most-connections': ['phones of an open loop at most', 2_000, 4_000],
} as const;
const ROUNDS = ['how often both sides are measured in turn', 1, 3] as const;
const PROFILE = ['--profile <folder>', 'write a CPU profile of the node there; it costs some speed'] as const;
const RATE = ['--rate <n>', 'arrivals a second of the open loop', Number] as const;

bench(program.command('checkin', { isDefault: true }), {
  ...LOAD,
  rounds: ROUNDS,
  pages: ['of a thousand requests on a connection that many read a page, in one more round; 0 for none', 0, 10],
})
  .description('durable check-ins a second through the whole real path, beside the bare probe')
  .option(...RATE)
  .option('--abnormal <percent>', 'of the residents who take part, beside the abnormal of the city; named checkin-abnormal', Number)
  .option(...PROFILE)
  .action(async (options) => printReport(await benchCheckin(options), options));

bench(program.command('floor'), LOAD)
  .description('the bare probe alone: what machine, PostgreSQL and Fastify allow')
  .option(...RATE)
  .option(...PROFILE)
  .action(async (options) => printReport(await benchFloor(options), options));

bench(program.command('checkin-mixed'), { ...LOAD, rounds: ROUNDS })
  .description('resident scan, device verify, keyed entry and late upload mixed, beside residents alone')
  .option(...RATE)
  .option(...PROFILE)
  .action(async (options) => printReport(await benchCheckinMixed(options), options));

bench(program.command('overload'), {
  seconds: ['seconds of overload', 3, 300],
  calm: ['seconds at half load before and after', 3, 30],
  warmup: LOAD.warmup,
  times: ['load by what is possible', 3, 3],
})
  .description('three times the possible load: goodput, refusals, recovery')
  .option(...RATE)
  .option(...PROFILE)
  .action(async (options) => printReport(await benchOverload(options), options));

bench(program.command('warning'), {
  ...LOAD,
  silence: ['ms for which the SMS centre is silent before the kill, so that texts are under way', 0, 1_500],
})
  .description('scan to SMS accepted by an SMS centre, under load and after kill -9')
  .option(...RATE)
  .option(...PROFILE)
  .action(async (options) => printReport(await benchWarning(options), options));

bench(program.command('start'), { rounds: ['starts of each city', 1, 3] })
  .description('start of a node to ready, its memory, and what residents add to it')
  .action(async (options) => printReport(await benchStart(options), options));

registerTracing(program);

program
  .command('tables <results>')
  .description('the tables of docs/operate/performance.md from a file of JSON lines')
  .action(async (results) => printTables(await readResults(results)));

program
  .command('plot <results> <picture>')
  .description('the picture of docs/operate/performance.md from a file of JSON lines')
  .action(async (results, picture) => writeFile(picture, performancePicture(await readResults(results))));

await program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
