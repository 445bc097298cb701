// `npm test`: checks, then unit, database, contract and browser tests. From a fresh clone, with nothing installed.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { check } from './check.mjs';
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs';

const results = join(root, 'test-results');

function vitest(name, projects, env) {
  const report = join(results, `${name}.json`);
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    child.once('exit', (code) => resolve({ report, ok: code === 0 }));
  });
}

function counted({ report, ok }) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + (ok || numFailedTests > 0 ? 0 : 1), skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const startedAt = performance.now();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
let outcome = [];
try {
  await ensureInstalled();
  await check();
  const browser = await ensureBrowser();
  await ensureBuilt();
  outcome = [
    counted(await vitest('server', ['unit', 'db', 'contract'], {})),
    counted(await vitest('browser', ['e2e'], { TONGXING_CHROMIUM: browser })),
  ];
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  outcome.push({ passed: 0, failed: 1, skipped: 0 });
}
const sum = (key) => outcome.reduce((total, one) => total + one[key], 0);
process.stdout.write(
  `\n${((performance.now() - startedAt) / 1000).toFixed(0)} s; screenshots of every page state: test-results/screens/index.html\n`,
);
process.stdout.write(`tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
process.exit(sum('failed') === 0 ? 0 : 1);
