// Builds everything: the server and its threads, the web apps by Vite.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { root } from './ensure.mjs';

function buildWeb(app) {
  return new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(root, 'apps', app), stdio: 'inherit' });
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`building ${app} failed`))));
  });
}

await Promise.all([bundle(), buildWeb('mobile'), buildWeb('console')]);
