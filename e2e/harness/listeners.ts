import { readdir, readFile, readlink } from 'node:fs/promises';

/** A port that a process listens on. */
export interface Listener {
  readonly pid: number;
  readonly port: number;
  readonly isLoopback: boolean;
}

const LISTENING = '0A';
/** 127.0.0.1 and ::1 as the kernel writes them. */
const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];

/** A process and everything it started, by the parents that /proc names. */
async function familyOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((one) => one > 0);
  const parents = new Map(await Promise.all(pids.map(async (one) => [one, await parentOf(one)] as const)));
  const family = [pid];
  for (const member of family) family.push(...pids.filter((one) => parents.get(one) === member));
  return family;
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const open = await readdir(folder).catch(() => []);
  const links = await Promise.all(open.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Sockets that listen, by inode; from the tables of the kernel, whatever opened them. */
async function listeningSockets(): Promise<Map<string, Omit<Listener, 'pid'>>> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const rows = tables.flatMap((table) => table.trim().split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  return new Map(
    rows
      .filter(([, , , state]) => state === LISTENING)
      .map(([, local = '', , , , , , , , inode = '']) => {
        const [address = '', port = ''] = local.split(':');
        return [inode, { port: Number.parseInt(port, 16), isLoopback: LOOPBACK.includes(address) }];
      }),
  );
}

/** Every port that a program and what it started listen on, once each. Reads /proc, so on Linux only. */
export async function listenersOf(pid: number): Promise<Listener[]> {
  const listening = await listeningSockets();
  const found = new Map<number, Listener>();
  for (const member of await familyOf(pid))
    for (const inode of await socketsOf(member)) {
      const socket = listening.get(inode);
      if (socket !== undefined) found.set(socket.port, { pid: member, ...socket });
    }
  return [...found.values()].sort((a, b) => a.port - b.port);
}
