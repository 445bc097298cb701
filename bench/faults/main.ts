import { join } from 'node:path';
import { Command } from 'commander';
import { machineFacts } from '../shared/machine';
import { CleanUp } from './clean-up';
import type { FaultReport } from './report';
import { prepareRig, type Rig } from './rig';
import { SCENARIOS, type Sizes } from './scenarios';

interface Options {
  readonly short?: boolean;
  readonly product: string;
  readonly cycles?: number;
  readonly acknowledged?: number;
  readonly events?: number;
  readonly requests?: number;
}

const root = join(import.meta.dirname, '..', '..', '..');
const note = (text: string) => void process.stderr.write(`  ${text}\n`);
const print = (report: FaultReport) => void process.stdout.write(`${JSON.stringify({ ...report, ...machineFacts() })}\n`);

/** A scenario that breaks off is a violation like any other: the line is printed in every case. */
async function runOne(rig: Rig, name: string, sizes: Sizes): Promise<FaultReport> {
  const scenario = SCENARIOS.find((one) => one.name === name);
  try {
    if (scenario === undefined) throw new Error(`no scenario ${name}; there are: ${SCENARIOS.map((one) => one.name).join(', ')}`);
    return await scenario.run(rig, sizes);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { name, form: rig.isShort ? 'short' : 'long', violations: [`the scenario broke off: ${text}`] };
  }
}

/** Processes are found and killed, and disks cut off, by what only Linux has. */
function skipAll(names: readonly string[], { short }: Options): true {
  for (const name of names) print({ name, form: short === true ? 'short' : 'long', skipped: 'needs Linux (/proc)', violations: [] });
  return true;
}

async function runAll(given: readonly string[], options: Options): Promise<boolean> {
  const names = given.length === 0 ? SCENARIOS.map((one) => one.name) : given;
  if (process.platform !== 'linux') return skipAll(names, options);
  const cleanUp = new CleanUp();
  cleanUp.onSignals();
  let isKept = true;
  try {
    const rig = await prepareRig({ product: options.product, isShort: options.short === true, cleanUp, note });
    const { cycles, acknowledged, events, requests } = options;
    const sizes = { cycles, acknowledged, events, requests };
    for (const name of names) {
      const report = await runOne(rig, name, sizes);
      if (cleanUp.isOver) break;
      print(report);
      isKept &&= report.violations.length === 0;
    }
  } finally {
    for (const failure of await cleanUp.run()) note(`left behind: ${String(failure)}`);
  }
  return isKept;
}

const count = (text: string) => Number.parseInt(text.replaceAll('_', ''), 10);

const program = new Command('faults')
  .description('breaks the platform on purpose and compares what it promised with what is on disk (docs/operate/faults.md)')
  .argument('[names...]', `any of: ${SCENARIOS.map((one) => one.name).join(', ')}; without a name all of them`)
  .option('--short', 'the small form that npm test runs')
  .option('--cycles <n>', 'kills or cuts, instead of the usual number', count)
  .option('--acknowledged <n>', 'least acknowledged check-ins over all kills', count)
  .option('--events <n>', 'unique events of the burst', count)
  .option('--requests <n>', 'requests of the fuzzer, calls of the sequences', count)
  .option('--product <file>', 'the built program', join(root, 'apps', 'server', 'dist', 'main.js'))
  .action(async (names: string[], options: Options) => {
    if (!(await runAll(names, options))) process.exitCode = 1;
  });

await program.parseAsync();
