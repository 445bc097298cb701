import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const BUDGET_KB = 100;
const dist = join(import.meta.dirname, '..', 'apps', 'mobile', 'dist');

/** Scripts a document loads before anything lazy: its own and those it preloads. */
function entryScripts(document: string): string[] {
  const html = readFileSync(join(dist, document), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/m\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? '');
}

it.each(['index.html', 'door.html'])(`the entry %s stays within ${BUDGET_KB} kB of JavaScript, gzipped`, (document) => {
  expect(existsSync(join(dist, document)), 'the web apps are built first: npm run build').toBe(true);
  const scripts = entryScripts(document);
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(dist, script))).length, 0);
  process.stdout.write(`${document}: ${(bytes / 1000).toFixed(1)} kB gzip in ${scripts.length} scripts\n`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes / 1000).toBeLessThanOrEqual(BUDGET_KB);
});
