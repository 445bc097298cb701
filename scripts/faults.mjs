// `npm run faults [-- NAME …]`: builds the product and the rigs, then breaks the product in processes of their own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs';

await ensureInstalled();
// The test run has built already, and its servers run from what is built.
const isWithin = process.argv.includes('--built');
await ensureBuilt({ anew: !isWithin });
process.argv = process.argv.filter((argument) => argument !== '--built');
const { build } = await import('esbuild');
const outdir = join(root, 'bench', 'dist', 'faults');
await build({
  entryPoints: ['main.ts', 'ledger-process.ts'].map((name) => join(root, 'bench', 'faults', name)),
  outdir,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['pg', 'commander', 'smpp', 'zod'],
});
await import(pathToFileURL(join(outdir, 'main.js')).href);
