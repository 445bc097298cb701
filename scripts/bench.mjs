// `npm run bench -- NAME`: builds the product and the bench, then measures in processes of their own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs';

await ensureInstalled();
await ensureBuilt();
const { build } = await import('esbuild');
await build({
  entryPoints: ['main.ts', 'floor-server.ts'].map((name) => join(root, 'bench', name)),
  outdir: join(root, 'bench', 'dist'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['pg', 'fastify', 'commander', 'smpp', 'zod'],
});
await import(pathToFileURL(join(root, 'bench', 'dist', 'main.js')).href);
