import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { paths } from './paths';

/** Of a thread without work: what it holds in memory is given back. */
const IDLE_MS = 60_000;
const MOST_MEGABYTES = 256;
/** Below everything else on the machine; Linux keeps it by thread. */
const LOWEST_PRIORITY = 19;

interface Question<Q> {
  readonly number: number;
  readonly question: Q;
}
type Reply<A> = { readonly number: number; readonly answer: A } | { readonly number: number; readonly error: string };

interface Waiting<A> {
  readonly resolve: (answer: A) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Work that would hold up answers, done in a thread of its own with the lowest priority, one question after the other.
 * The thread starts with the first question and ends when it had none for a minute.
 */
export class BackgroundThread<Q, A> {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting<A>>();
  private last = 0;
  private idle: NodeJS.Timeout | undefined;

  /** @param name of a program beside the built server, such as `poster-thread` */
  constructor(private readonly name: string) {}

  /** Questions without an answer yet. */
  get backlog(): number {
    return this.waiting.size;
  }

  /** @throws Error what the thread threw, or that it ended. */
  ask(question: Q): Promise<A> {
    this.worker ??= this.start();
    clearTimeout(this.idle);
    this.last += 1;
    const number = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker?.postMessage({ number, question } satisfies Question<Q>);
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(join(paths.threads, `${this.name}.js`), { resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } });
    // A stop of the platform does not wait for it.
    worker.unref();
    worker.on('message', (reply: Reply<A>) => this.settle(reply));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error(`the thread ${this.name} ended`)));
    return worker;
  }

  private settle(reply: Reply<A>): void {
    const waiting = this.waiting.get(reply.number);
    this.waiting.delete(reply.number);
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.answer);
    if (this.waiting.size === 0) this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
  }

  private lose(worker: Worker, error: Error): void {
    if (this.worker !== worker && this.worker !== undefined) return;
    this.worker = undefined;
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of lost) reject(error);
  }
}

/** The other side: answers questions one after the other, for as long as the thread lives. */
export function answerInThread<Q, A>(answer: (question: Q) => Promise<A>): void {
  if (process.platform === 'linux') setPriority(LOWEST_PRIORITY);
  let before: Promise<void> = Promise.resolve();
  parentPort?.on('message', ({ number, question }: Question<Q>) => {
    before = before
      .then(() => answer(question))
      .then(
        (given) => parentPort?.postMessage({ number, answer: given } satisfies Reply<A>),
        (error: unknown) => parentPort?.postMessage({ number, error: String(error) } satisfies Reply<A>),
      );
  });
}
