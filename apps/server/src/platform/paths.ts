import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'db', 'migrations'))) return folder;
  }
  throw new Error('The folder db/migrations is not above the program: the installation is incomplete.');
}

/** Where the installation's own files stand, for the bundle and for the sources alike. */
const root = findRoot();
export const paths = {
  /** The built program, in which this module stands too. */
  program: fileURLToPath(import.meta.url),
  /** Built programs of threads. */
  threads: join(root, 'apps', 'server', 'dist'),
  migrations: join(root, 'db', 'migrations'),
  nationalDivisions: join(root, 'db', 'divisions', 'national.csv.gz'),
  mobile: join(root, 'apps', 'mobile', 'dist'),
  console: join(root, 'apps', 'console', 'dist'),
};
