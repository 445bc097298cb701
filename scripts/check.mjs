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

/** All at once: the types take as long as the others together. */
export async function check() {
  const startedAt = performance.now();
  await Promise.all(
    CHECKS.map(async ([title, [program, ...args]]) => {
      await run(process.execPath, [`node_modules/${program}`, ...args]);
      process.stdout.write(`✓ ${title} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  await check().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
