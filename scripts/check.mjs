// Everything that can be said of the code without running it. Each check fails the whole.
import { pathToFileURL } from 'node:url';
import { ensureInstalled, run } from './ensure.mjs';

const CHECKS = [
  ['Biome: form and lint', ['@biomejs/biome/bin/biome', 'ci', '.']],
  ['tsc: types', ['typescript/bin/tsc', '--project', '.']],
  [
    'dependency-cruiser: layers, no cycles',
    ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'apps', 'packages', 'checks', 'e2e'],
  ],
  ['knip: nothing unused', ['knip/bin/knip.js']],
];

export async function check() {
  for (const [title, [program, ...args]] of CHECKS) {
    const startedAt = performance.now();
    await run(process.execPath, [`node_modules/${program}`, ...args]);
    process.stdout.write(`✓ ${title} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  await check().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
