import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FaultReport } from './report';
import type { Rig } from './rig';

const NAME = 'fuzz';
const ROOT = join(import.meta.dirname, '..', '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const TEST = 'apps/server/src/app-fuzz.db.test.ts';
const MOST_MS = 1_000;

/** What the test prints in one line. */
interface Printed {
  readonly fuzz: {
    readonly findings: readonly object[];
    readonly slowestMs: number;
    readonly slowest: string;
    readonly [key: string]: unknown;
  };
}

/** Runs the test of the same name with more requests. @returns its printed report, and whether all of it held */
async function runTest(requests: number): Promise<{ report: Printed['fuzz'] | undefined; isKept: boolean; tail: string }> {
  const child = spawn(process.execPath, [VITEST, 'run', '--project', 'db', TEST], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TONGXING_FUZZ_REQUESTS: String(requests) },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const [code] = await once(child, 'close');
  const text = printed.join('');
  const line = text.split('\n').find((one) => one.startsWith('{"fuzz":'));
  const report = line === undefined ? undefined : (JSON.parse(line) as Printed).fuzz;
  return { report, isKept: code === 0, tail: text.slice(-1_000) };
}

/**
 * Sends requests made from the API's document, well and badly meant, over every operation as every kind of caller, to a
 * platform on a database of its own. The platform runs inside the test, not as the built program.
 */
export async function fuzzScenario(rig: Rig, { requests }: { readonly requests: number }): Promise<FaultReport> {
  const startedAt = performance.now();
  const { report, isKept, tail } = await runTest(requests);
  if (report === undefined) throw new Error(`the fuzzer printed no report: ${tail}`);
  const { findings, slowestMs, slowest, ...figures } = report;
  const violations = [
    ...findings.map((finding) => JSON.stringify(finding)),
    ...(slowestMs > MOST_MS ? [`${slowest} took ${slowestMs} ms`] : []),
    ...(isKept || findings.length > 0 ? [] : [`the test failed: ${tail}`]),
  ];
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { name: NAME, form: rig.isShort ? 'short' : 'long', violations, slowestMs, slowest, ...figures, seconds };
}
