// What a fresh clone needs before anything can run: packages installed, programs built. Plain Node, no packages.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (text) => process.stdout.write(`${text}\n`);

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SIGNALLED = 130;

/**
 * Runs a program to its end; its output is shown only when it fails, or when `show`. A signal ends it with all it started:
 * a build that nobody waits for any more would go on writing.
 */
export function run(command, args, { show = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const output = [];
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      env: { ...process.env, ...env },
      // A process group of its own, to be ended as one.
      detached: true,
    });
    const end = (signal) => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
      process.exit(SIGNALLED);
    };
    for (const signal of SIGNALS) process.once(signal, end);
    child.once('exit', () => {
      for (const signal of SIGNALS) process.off(signal, end);
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${Buffer.concat(output).toString().slice(-4000)}`));
    });
  });
}

async function timed(title, work) {
  const startedAt = performance.now();
  say(`  ${title} …`);
  await work();
  say(`✓ ${title} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(
    `Tongxing needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org or your system's packages.`,
  );
  process.exit(1);
}

/** Installs exactly what the lock file names, when that has not been done. */
export async function ensureInstalled() {
  requireNode();
  const stamp = join(root, 'node_modules', '.tongxing-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await timed('Installing packages', () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
  writeFileSync(stamp, wanted);
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (!entry.name.includes('.test.')) yield path;
  }
}

/** One hash over the sources' names, sizes and times: cheap enough for every start. */
function sourcesStamp() {
  const hash = createHash('sha256').update(process.versions.node);
  const files = ['apps', 'packages', 'scripts'].flatMap((folder) => [...filesBelow(join(root, folder))]);
  for (const path of [...files.sort(), join(root, 'package-lock.json')]) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Builds the server and both web apps: when a source changed, or (not `anew`) only when nothing is built. */
export async function ensureBuilt({ anew = true } = {}) {
  const stamp = join(root, 'apps', 'server', 'dist', '.tongxing-built');
  const wanted = sourcesStamp();
  if (existsSync(stamp) && (!anew || readFileSync(stamp, 'utf8') === wanted)) return;
  await timed('Building', () => run(process.execPath, ['scripts/build.mjs']));
  writeFileSync(stamp, wanted);
}
