// `npm run bench -- NAME`: builds the product and the bench, then measures in processes of their own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs';

/** Programs of the bench by the name of their bundle. */
const PROGRAMS = {
  main: 'main.ts',
  'floor-server': 'floor-server.ts',
  generator: 'load/generator.ts',
  'sms-centre': 'sms-centre.ts',
};

await ensureInstalled();
await ensureBuilt();
const { build } = await import('esbuild');
await build({
  entryPoints: Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, join(root, 'bench', file)])),
  outdir: join(root, 'bench', 'dist'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  plugins: [
    {
      // Our own packages are sources and are bundled; everything else is installed.
      name: 'packages-stay-outside',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@tongxing/') ? undefined : { path, external: true },
        ),
    },
  ],
});
await import(pathToFileURL(join(root, 'bench', 'dist', 'main.js')).href);
