import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Entry, type Outcome, outcomeLine, readLedger, sentLine, voidLine } from './ledger-file';

interface Flush {
  readonly number: number;
  readonly done: () => void;
}

const PROGRAM = join(import.meta.dirname, 'ledger-process.js');

/** The rig's end of the ledger process: what is written is on disk when the promise resolves. */
export class Ledger {
  private pending: string[] = [];
  private readonly flushes: Flush[] = [];
  private count = 0;
  private under: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly path: string,
  ) {
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.flushed(Number(line));
    });
  }

  /** @param path the ledger's own file, outside what is broken */
  static async start(path: string): Promise<Ledger> {
    // A group of its own: Ctrl-C ends it after everything else, by closing its input.
    const child = spawn(process.execPath, [PROGRAM, path], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child, 'spawn');
    return new Ledger(child, path);
  }

  /** Resolves when the sending is on disk; only then may the request leave. */
  sent(eventId: string, at: number): Promise<void> {
    this.pending.push(sentLine(eventId, at));
    return this.flush();
  }

  outcome(eventId: string, outcome: Outcome, verdict?: string): void {
    this.pending.push(outcomeLine(eventId, outcome, verdict));
  }

  /** Takes back what a machine said after its disk was cut off. */
  revoke(eventIds: Iterable<string>): void {
    for (const eventId of eventIds) this.pending.push(voidLine(eventId));
  }

  /** Resolves when everything so far is on disk. Callers of one moment share a flush. */
  flush(): Promise<void> {
    if (this.under === undefined) {
      this.under = this.write().finally(() => {
        this.under = undefined;
      });
      return this.under;
    }
    this.next ??= this.under.then(() => {
      this.next = undefined;
      return this.flush();
    });
    return this.next;
  }

  /** Everything the ledger knows, read back from its file. */
  async entries(): Promise<Map<string, Entry>> {
    await this.flush();
    return readLedger(this.path);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.stdin?.end();
    await gone;
  }

  private async write(): Promise<void> {
    // One turn of the loop: those who write now share the flush.
    await new Promise((resolve) => setImmediate(resolve));
    const lines = this.pending.join('');
    this.pending = [];
    this.count += 1;
    const number = this.count;
    const done = new Promise<void>((resolve) => {
      this.flushes.push({ number, done: resolve });
    });
    this.child.stdin?.write(`${lines}f ${number}\n`);
    await done;
  }

  private flushed(number: number): void {
    while ((this.flushes[0]?.number ?? Number.POSITIVE_INFINITY) <= number) this.flushes.shift()?.done();
  }
}
