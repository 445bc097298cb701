// `npm start`: from a fresh clone to a running platform. The server then runs in this very process.
// `npm run tongxing -- COMMAND`: any other command, with what is built: a running server keeps its files.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, root } from './ensure.mjs';

try {
  await ensureInstalled();
  const isServe = process.argv[2] === undefined || process.argv[2] === 'serve';
  await ensureBuilt({ anew: isServe });
} catch (error) {
  process.stderr.write(`\nTongxing could not be prepared.\n${error.message}\n`);
  process.exit(1);
}
process.argv = [process.argv[0], 'tongxing', ...process.argv.slice(2)];
await import(pathToFileURL(join(root, 'apps/server/dist/main.js')).href);
