import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * PostgreSQL refuses to run as root. Started as root, the embedded server therefore runs under an ordinary account;
 * when that account may not pass the folders above (a checkout below /root, say), it is given the one capability to
 * pass them, and nothing else, by `setpriv` of util-linux.
 */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** First of these that the machine has; `nobody` is everywhere. */
const CANDIDATES = ['postgres', 'nobody'];
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/** The account to run under, or undefined when the process is not root and simply runs as itself. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const entry = entries.find((fields) => fields[0] === name);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error(
    'PostgreSQL cannot run as root and this machine has no account named postgres or nobody. Start Tongxing as an ordinary user.',
  );
}

function canPass(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

export interface Invocation {
  readonly command: string;
  readonly args: string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * How to run a program of PostgreSQL under the account.
 * @throws when the account cannot reach the folder and `setpriv` is missing.
 */
export function invocation(account: ServerAccount | undefined, program: string, args: string[], folder: string): Invocation {
  if (account === undefined) return { command: program, args };
  if (canPass(folder) && canPass(program)) return { command: program, args, ...account };
  if (SETPRIV === undefined)
    throw new Error(
      `The account that runs PostgreSQL may not enter ${dirname(folder)}. Put the data folder elsewhere with TONGXING_DATA_DIR, or start Tongxing as an ordinary user.`,
    );
  const drop = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    // access(2), which PostgreSQL asks about its own programs, forgets capabilities without this bit.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=-all,+dac_read_search',
    '--ambient-caps=-all,+dac_read_search',
    '--bounding-set=-all,+dac_read_search',
  ];
  return { command: SETPRIV, args: [...drop, '--', program, ...args] };
}
