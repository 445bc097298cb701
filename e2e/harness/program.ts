import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../../apps/server/dist/main.js');
/** Two cores and other tests beside it: initdb alone may take ten seconds. */
const READY_MS = 90_000;
const STOP_MS = 60_000;
const POLL_MS = 100;
const TAIL_LINES = 40;

/** The real program, started as a user starts it. */
export interface Program {
  readonly origin: string;
  readonly dataDir: string;
  readonly pid: number;
  /** SIGTERM; rejects with the log's tail unless the program ends well by itself. */
  stop(): Promise<void>;
  /** `kill -9`: of the program and everything it started, or of the program alone. */
  kill(whom: 'group' | 'program'): Promise<void>;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

async function isReady(origin: string): Promise<boolean> {
  const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return response?.ok === true;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function tailOf(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-TAIL_LINES).join('\n');
}

async function ended(child: ChildProcess, withinMs: number): Promise<boolean> {
  if (hasEnded(child)) return true;
  const signal = AbortSignal.timeout(withinMs);
  await once(child, 'exit', { signal }).catch(() => undefined);
  return hasEnded(child);
}

/** The environment without settings of whoever runs the tests. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TONGXING_') && name !== 'PORT' && name !== 'NODE_ENV');
  return { ...Object.fromEntries(own), ...settings };
}

/** A test scans as one person faster than anybody walks through doors. */
const TIRELESS = { TONGXING_SCANS_PER_PERSON: '1000' };

/**
 * Starts `tongxing serve` with the tiny city on a data folder of its own and waits until it can record a visit.
 * @param port the same one again keeps posters and sessions valid after a crash
 * @param extra further settings; without them as a user has it, that is, with one process a core
 */
export async function startProgram(dataDir: string, port: number, extra: Record<string, string> = {}): Promise<Program> {
  const origin = `http://127.0.0.1:${port}`;
  const logFile = join(dataDir, '..', 'server.log');
  const usual = {
    TONGXING_PORT: String(port),
    TONGXING_ADMIN_PORT: '0',
    TONGXING_DATA_DIR: dataDir,
    TONGXING_DEMO_CITY: 'tiny',
    ...TIRELESS,
  };
  const settings = { ...usual, ...extra };
  // A group of its own, so that everything it starts can be killed with it.
  const child = spawn(process.execPath, [MAIN, 'serve'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment(settings) });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  child.once('close', () => log.end());

  const failure = async (what: string) => new Error(`${what}\n${await tailOf(logFile)}`);
  const signal = (name: NodeJS.Signals, pid: number | undefined) => {
    if (pid !== undefined && !hasEnded(child)) process.kill(pid, name);
  };
  const kill = async (whom: 'group' | 'program') => {
    const { pid } = child;
    signal('SIGKILL', whom === 'group' && pid !== undefined ? -pid : pid);
    if (!(await ended(child, STOP_MS))) throw await failure('the program survived kill -9');
  };

  const deadline = performance.now() + READY_MS;
  while (!(await isReady(origin))) {
    if (hasEnded(child)) throw await failure(`the program ended with ${child.exitCode ?? child.signalCode} before it was ready`);
    if (performance.now() > deadline) {
      await kill('group');
      throw await failure('the program was not ready in time');
    }
    await wait(POLL_MS);
  }
  return {
    origin,
    dataDir,
    pid: child.pid ?? 0,
    kill,
    async stop() {
      if (hasEnded(child)) throw await failure(`the program had ended by itself with ${child.exitCode ?? child.signalCode}`);
      signal('SIGTERM', child.pid);
      if (!(await ended(child, STOP_MS))) {
        await kill('group');
        throw await failure('the program did not stop on SIGTERM');
      }
      if (child.exitCode !== 0) throw await failure(`the program ended with ${child.exitCode ?? child.signalCode} on SIGTERM`);
    },
  };
}

/** Runs another command of the program to its end. @returns what it printed; rejects with it when it failed. */
export async function runCommand(args: readonly string[], settings: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment(settings) });
  const printed: string[] = [];
  const errors: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${printed.join('')}${errors.join('')}`);
  return printed.join('');
}

/** Starts a command and kills it with `kill -9` at the first line it prints. @returns whether it had not ended before */
export async function killCommand(args: readonly string[], settings: Record<string, string>): Promise<boolean> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env: environment(settings) });
  child.stdout.once('data', () => child.kill('SIGKILL'));
  const [, signal] = await once(child, 'close');
  return signal === 'SIGKILL';
}
