import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CleanUp } from './clean-up';

const READY_MS = 120_000;
const STOP_MS = 60_000;
const POLL_MS = 10;
const TAIL_CHARACTERS = 3_000;

/** How a platform under test is started. */
export interface ProductOptions {
  /** The built program. */
  readonly file: string;
  readonly dataDir: string;
  readonly port: number;
  /** Outside what is broken. */
  readonly logFile: string;
  /** Further `TONGXING_…` settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `/readyz` (usual): it can record a visit. `/healthz`: it answers. */
  readonly awaited?: '/readyz' | '/healthz';
}

/** The built platform, running with its embedded PostgreSQL. */
export interface Product {
  readonly port: number;
  readonly dataDir: string;
  hasEnded(): boolean;
  /** Waits for an end by itself. @returns false when it still runs after so many ms. */
  endsWithin(ms: number): Promise<boolean>;
  /** `kill -9` of the platform alone. */
  killServer(): Promise<void>;
  /** `kill -9` of PostgreSQL with every process of it, all at one moment. */
  killPostgres(): Promise<void>;
  /** `kill -9` of one process of PostgreSQL that serves a connection: it then ends all of them and recovers by itself. */
  killBackend(): Promise<void>;
  /** `kill -9` of everything: the machine lost its power. */
  killAll(): Promise<void>;
  /** SIGTERM. @throws when it does not end well by itself. */
  stop(): Promise<void>;
}

/** Whether the platform says that it can record a visit, or that it lives. */
export async function isReady(port: number, path: '/readyz' | '/healthz' = '/readyz'): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

const tailOf = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).slice(-TAIL_CHARACTERS);

/** Nothing of whoever runs the rig may change what is tested. */
function settingsOf({ dataDir, port, settings }: Pick<ProductOptions, 'dataDir' | 'port' | 'settings'>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TONGXING_') && name !== 'PORT' && name !== 'NODE_ENV');
  return {
    ...Object.fromEntries(own),
    TONGXING_PORT: String(port),
    TONGXING_ADMIN_PORT: '0',
    TONGXING_DATA_DIR: dataDir,
    TONGXING_DEMO_CITY: 'tiny',
    TONGXING_LOG_LEVEL: 'warn',
    // A few hundred people make the load of a city here.
    TONGXING_SCANS_PER_PERSON: '1000000',
    ...settings,
  };
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** The embedded server's first process and its children; each of them leads a group of its own, so no group holds them. */
async function postgresPids(dataDir: string): Promise<number[]> {
  const pidFile = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const first = Number(pidFile.split('\n')[0]);
  const command = await readFile(`/proc/${first}/cmdline`, 'utf8').catch(() => '');
  if (!command.includes(join(dataDir, 'postgres'))) return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(pids.map(parentOf));
  return [first, ...pids.filter((_, index) => parents[index] === first)];
}

/** One process of the embedded server that serves the platform. */
async function backendPid(dataDir: string): Promise<number> {
  for (const pid of await postgresPids(dataDir)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (/^postgres: tongxing_run tongxing /.test(command)) return pid;
  }
  throw new Error('no process of PostgreSQL serves the platform');
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** `kill -9` of the embedded PostgreSQL of a data folder, whoever started it; resolves when it is gone. */
export async function killPostgresOf(dataDir: string): Promise<void> {
  const pids = await postgresPids(dataDir);
  for (const pid of pids) killNow(pid);
  for (let left = pids; left.length > 0; left = await postgresPids(dataDir)) await wait(POLL_MS);
}

/** `kill -9` of what still works in the rig's own folder: an `initdb`, say, whose platform was killed. */
export async function killAllThatName(folder: string): Promise<void> {
  for (;;) {
    const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
    const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    const left = pids.filter((_, index) => commands[index]?.includes(`${folder}/`));
    if (left.length === 0) return;
    for (const pid of left) killNow(pid);
    await wait(POLL_MS);
  }
}

/**
 * Starts the platform and waits until it can record a visit. A group of its own: Ctrl-C reaches the rig first.
 * @throws with the log's tail when it ends before that.
 */
export async function startProduct(options: ProductOptions, cleanUp: CleanUp): Promise<Product> {
  const { file, port, logFile, awaited } = options;
  let product: Product | undefined;
  cleanUp.add(async () => product?.killAll());
  const child = spawn(process.execPath, [file, 'serve'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: settingsOf(options) });
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  child.once('close', () => log.end());
  product = productOf(child, options);
  const deadline = performance.now() + READY_MS;
  while (!(await isReady(port, awaited))) {
    const isLate = performance.now() > deadline;
    if (isLate) await product.killAll();
    if (isLate || product.hasEnded()) throw new Error(`the platform did not become ready\n${await tailOf(logFile)}`);
    await wait(POLL_MS);
  }
  return product;
}

function productOf(child: ChildProcess, { dataDir, port, logFile }: ProductOptions): Product {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const endsWithin = async (ms: number) => {
    if (!hasEnded()) await once(child, 'exit', { signal: AbortSignal.timeout(ms) }).catch(() => undefined);
    return hasEnded();
  };
  const killServer = async () => {
    if (hasEnded()) return;
    child.kill('SIGKILL');
    await endsWithin(STOP_MS);
  };
  return {
    port,
    dataDir,
    hasEnded,
    endsWithin,
    killServer,
    killPostgres: () => killPostgresOf(dataDir),
    killBackend: async () => killNow(await backendPid(dataDir)),
    killAll: async () => {
      await Promise.all([killServer(), killPostgresOf(dataDir)]);
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (await endsWithin(STOP_MS)) {
        if (child.exitCode === 0) return;
        throw new Error(`the platform ended with ${child.exitCode ?? child.signalCode}\n${await tailOf(logFile)}`);
      }
      await Promise.all([killServer(), killPostgresOf(dataDir)]);
      throw new Error(`the platform did not stop on SIGTERM\n${await tailOf(logFile)}`);
    },
  };
}

/** Runs another command of the platform on its data folder, to its end. @returns what it printed; rejects with it when it failed. */
export async function runCommand(args: readonly string[], options: ProductOptions): Promise<string> {
  const child = spawn(process.execPath, [options.file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: settingsOf(options) });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
  const [code] = await once(child, 'close');
  const text = Buffer.concat(printed).toString();
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${text}`);
  return text;
}

/** What no log of a healthy platform says: a promise nobody waited for, an exception nobody caught, a defect. */
const DEFECT = /unhandled|uncaught|TypeError|ReferenceError|"problem":"INTERNAL"/i;

/** Lines of the log that tell of a defect of the platform. */
export async function defectsIn(logFile: string): Promise<string[]> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => DEFECT.test(line));
}
