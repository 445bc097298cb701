import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FaultReport } from './report';
import type { Rig } from './rig';

const NAME = 'sequences';
const ROOT = join(import.meta.dirname, '..', '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const TEST = 'apps/server/src/app-sequences.db.test.ts';
/** Of what a failing test says: the shortest sequence stands there. */
const LAST_CHARACTERS = 4_000;

/** Random calls of every role, by the test of the same name; the platform runs inside the test, not as the built program. */
export async function sequencesScenario(rig: Rig, { calls }: { readonly calls: number }): Promise<FaultReport> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [VITEST, 'run', '--project', 'db', TEST], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TONGXING_SEQUENCE_CALLS: String(calls) },
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const [code] = await once(child, 'close');
  const text = printed.join('');
  const line = text.split('\n').find((one) => one.startsWith('{"sequences":')) ?? '{"sequences":{}}';
  const figures = (JSON.parse(line) as { readonly sequences: object }).sequences;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const violations = code === 0 ? [] : [text.slice(-LAST_CHARACTERS)];
  return { name: NAME, form: rig.isShort ? 'short' : 'long', violations, ...figures, seconds };
}
