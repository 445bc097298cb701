import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killAll, residentMiB } from './process-tree';
import type { Undo } from './undo';

const bundles = import.meta.dirname;
/** Built programs. */
export const PRODUCT = join(bundles, '..', '..', 'apps', 'server', 'dist', 'main.js');
export const FLOOR = join(bundles, 'floor-server.js');
export const SMS_CENTRE = join(bundles, 'sms-centre.js');

const READY_MS = 120_000;
const LOOK_EVERY_MS = 20;
const STOP_MS = 60_000;

/** A program under measurement. */
export interface Program {
  readonly pid: number;
  /** From the start of the process to its first ready answer, ms. */
  readonly readyMs: number;
  /** Resident memory of all its processes now, its PostgreSQL left out, MiB. */
  rssMiB(): Promise<number>;
  /** In order; does nothing when it has ended. */
  stop(): Promise<void>;
  /** `kill -9` of all its processes; its PostgreSQL lives on. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly file: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for a CPU profile, written when the program ends in order. */
  readonly profile?: string | undefined;
  /** Answers 2xx as soon as the program is ready. */
  readonly readyAddress: string;
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Our own environment without anybody's settings of the platform: a bench measures what it says it measures. */
function environmentWith(settings: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('TONGXING_') && name !== 'PORT');
  return { ...Object.fromEntries(inherited), ...settings };
}

function spawnProgram({ file, args = [], environment, profile }: Omit<ProgramOptions, 'readyAddress'>): ChildProcess {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
  return spawn(process.execPath, [...flags, file, ...args], { env: environmentWith(environment), stdio: ['ignore', 'ignore', 'inherit'] });
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise((ended) => child.once('exit', ended));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(late);
}

/** Starts a program of ours and waits until it says that it is ready. It ends with the bench. */
export async function startProgram(options: ProgramOptions, undo: Undo): Promise<Program> {
  const startedAt = performance.now();
  const child = spawnProgram(options);
  undo.add(() => end(child, 'SIGTERM'));
  await untilReady(child, options.readyAddress);
  return {
    pid: child.pid ?? 0,
    readyMs: Math.round(performance.now() - startedAt),
    rssMiB: () => residentMiB(child.pid ?? 0),
    stop: () => end(child, 'SIGTERM'),
    kill: async () => {
      const gone = new Promise((ended) => child.once('exit', ended));
      await killAll(child.pid ?? 0);
      await gone;
    },
  };
}

/** Runs a program of ours to its end. @throws Error when it ends with another status than 0. */
export async function runProgram(options: Omit<ProgramOptions, 'readyAddress'>, undo: Undo): Promise<void> {
  const child = spawnProgram(options);
  undo.add(() => end(child, 'SIGTERM'));
  const code = await new Promise((ended) => child.once('exit', ended));
  if (code !== 0) throw new Error(`${options.file} ${options.args?.join(' ') ?? ''} ended with ${String(code)}`);
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    if (hasEnded(child)) throw new Error(`the program ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(address).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`the program was not ready within ${READY_MS / 1000} s`);
}
