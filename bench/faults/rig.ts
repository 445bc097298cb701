import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCity, venueAt } from '@tongxing/simulator';
import { freePort } from '../shared/programs';
import type { CleanUp } from './clean-up';
import type { Crowd } from './load';
import { killAllThatName, startProduct } from './product';
import { signInFirst } from './sign-in';

/** What every scenario works with. */
export interface Rig {
  /** The built platform. */
  readonly product: string;
  readonly isShort: boolean;
  /** For ledgers, logs and images; on no disk that is broken on purpose. */
  readonly folder: string;
  /** A filled data folder of a platform that was stopped in order; scenarios work on copies. */
  readonly template: string;
  readonly crowd: Crowd;
  readonly cleanUp: CleanUp;
  /** A word to whoever watches. */
  readonly note: (text: string) => void;
}

/** The first of the tiny city, with those among them who are stopped. */
const RESIDENTS = 40;

/** Runs a program of the system to its end. @returns what it printed; rejects with its last words. */
export async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
  const [code] = await once(child, 'close');
  const text = Buffer.concat(printed).toString();
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${text.trim()}`);
  return text;
}

/** A data folder as the template is; `folder` may exist. */
export async function copyTemplate(rig: Rig, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('cp', ['--archive', '--reflink=auto', `${rig.template}/.`, folder]);
}

/** Builds the rig: a folder, and in it the tiny city with its first residents signed in. */
export async function prepareRig(options: Pick<Rig, 'product' | 'isShort' | 'cleanUp' | 'note'>): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'tongxing-faults-'));
  options.cleanUp.add(async () => {
    await killAllThatName(folder);
    await rm(folder, { recursive: true, force: true });
  });
  const template = join(folder, 'template');
  const logFile = join(folder, 'template.log');
  const port = await freePort();
  const product = await startProduct({ file: options.product, dataDir: template, port, logFile }, options.cleanUp);
  const city = makeCity({ size: 'tiny' });
  const tokens = await signInFirst(`http://127.0.0.1:${port}`, city, RESIDENTS);
  await product.stop();
  const codes = Array.from({ length: city.size.venues }, (_, index) => venueAt(city, index).code);
  return { ...options, folder, template, crowd: { tokens, codes } };
}

/** Keeps the log of a scenario that failed, since the folder goes. @returns where */
export async function keepLog(logFile: string, name: string): Promise<string> {
  const kept = join(tmpdir(), `tongxing-faults-${name}.log`);
  await copyFile(logFile, kept);
  return kept;
}
