import cluster, { type Worker } from 'node:cluster';
import { closeWhatDiesWith } from './handed-connections';
import type { Logger } from './logs';

/** How the workers of a pool are started. */
export interface WorkerProgram {
  /** A program of JavaScript. */
  readonly file: string;
  readonly args: readonly string[];
  /** Options of Node.js beside those of this process. */
  readonly nodeOptions: readonly string[];
}

export interface WorkerPoolOptions<In> {
  readonly size: number;
  readonly program: WorkerProgram;
  readonly logger: Logger;
  /** @param place 1 to `size`; whoever replaces a worker takes its place */
  readonly receive: (place: number, message: In) => void;
  /** A worker ended though nobody stopped it; another follows. */
  readonly onDeath: (place: number) => void;
  /** Nobody serves and nobody ever has, and one died again and again: whatever it is will not mend itself. */
  readonly onGivenUp: (error: Error) => void;
  /** Pause before the second start in a row, ms; each further one is three times as long, up to nine times this. */
  readonly pauseMs?: number;
}

/** Of a place, right at the start, before it counts as hopeless while nobody has served yet. */
const MOST_QUICK_DEATHS = 5;
const PAUSE_MS = 1_000;
const LONGER = 3;
const MOST_LONGER = 9;
/** Whoever has served so long, ms, had a good start. */
const SETTLED_MS = 5_000;

/** One of the pool's processes and how often its place lost one right at the start. */
interface Place {
  worker: Worker | undefined;
  servesSince: number | undefined;
  quickDeaths: number;
  pause: NodeJS.Timeout | undefined;
}

const howItEnded = (code: number, signal: string | null) => (signal === null ? `status ${code}` : signal);
const notStarted = (error: unknown) => `no process: ${error instanceof Error ? error.message : String(error)}`;

/**
 * Worker processes that share their listening ports, one place each: whoever dies is replaced at once, and after some
 * pause when it dies right at its start, for as long as it takes: one that cannot start while the database is away must
 * not end those that wait for it (docs/adr/0014). One pool a program.
 */
export class WorkerPool<Out extends object, In> {
  private readonly places: Place[];
  private readonly waitingForEnd = new Set<() => void>();
  private hasServed = false;
  private isStopping = false;

  constructor(private readonly options: WorkerPoolOptions<In>) {
    this.places = Array.from({ length: options.size }, () => ({
      worker: undefined,
      servesSince: undefined,
      quickDeaths: 0,
      pause: undefined,
    }));
  }

  start(): void {
    const { file, args, nodeOptions } = this.options.program;
    // Each connection to the next process: what the kernel does by itself leaves one idle.
    cluster.schedulingPolicy = cluster.SCHED_RR;
    cluster.setupPrimary({ exec: file, args: [...args], execArgv: [...process.execArgv, ...nodeOptions] });
    for (const number of this.numbers) this.fork(number);
  }

  /** Places that serve. */
  get serving(): number[] {
    return this.numbers.filter((number) => this.places[number - 1]?.servesSince !== undefined);
  }

  /** The worker at this place said that it serves. */
  serves(number: number): void {
    const place = this.places[number - 1];
    if (place === undefined) return;
    place.servesSince = performance.now();
    this.hasServed = true;
  }

  /** To one worker; lost when it is gone. */
  send(number: number, message: Out): void {
    const worker = this.places[number - 1]?.worker;
    // Its death is reported elsewhere.
    if (worker?.isConnected() === true) worker.send(message, () => undefined);
  }

  sendAll(message: Out): void {
    for (const number of this.numbers) this.send(number, message);
  }

  /** Asks all to stop and waits; whoever has not ended by then is killed. Nobody is replaced any more. */
  async stop(message: Out, withinMs: number): Promise<void> {
    this.isStopping = true;
    for (const place of this.places) clearTimeout(place.pause);
    this.sendAll(message);
    const late = setTimeout(() => this.killAll(), withinMs);
    while (this.places.some((place) => place.worker !== undefined)) {
      await new Promise<void>((resolve) => this.waitingForEnd.add(resolve));
    }
    clearTimeout(late);
  }

  private get numbers(): number[] {
    return this.places.map((_, index) => index + 1);
  }

  private killAll(): void {
    for (const { worker } of this.places) worker?.process.kill('SIGKILL');
    this.options.logger.warn('processes that did not stop in time were killed');
  }

  private fork(number: number): void {
    const place = this.places[number - 1];
    if (place === undefined || this.isStopping) return;
    const worker = this.tryFork(number, place);
    if (worker === undefined) return;
    place.worker = worker;
    place.servesSince = undefined;
    worker.on('message', (message: In) => this.options.receive(number, message));
    worker.on('error', (error) => {
      // Without a process there is no `exit` to wait for. A message that did not reach one is no news: its end follows.
      if (worker.process.pid === undefined) this.ended(number, place, notStarted(error));
      else this.options.logger.warn({ err: error, process: number }, 'process not reached');
    });
    worker.once('exit', (code, signal) => {
      const ended = () => this.ended(number, place, howItEnded(code, signal));
      // Its last words may still be in the channel.
      if (worker.isConnected()) worker.once('disconnect', ended);
      else ended();
    });
  }

  /** Some failures of the operating system are thrown, others told by an event. */
  private tryFork(number: number, place: Place): Worker | undefined {
    try {
      const worker = cluster.fork();
      closeWhatDiesWith(worker.process);
      return worker;
    } catch (error) {
      this.ended(number, place, notStarted(error));
      return undefined;
    }
  }

  private ended(number: number, place: Place, how: string): void {
    const wasQuick = place.servesSince === undefined || performance.now() - place.servesSince < SETTLED_MS;
    place.worker = undefined;
    place.servesSince = undefined;
    for (const resolve of this.waitingForEnd) resolve();
    this.waitingForEnd.clear();
    if (this.isStopping) return;
    this.options.logger.error({ process: number, how }, 'a server process ended by itself; it is replaced');
    this.options.onDeath(number);
    place.quickDeaths = wasQuick ? place.quickDeaths + 1 : 0;
    if (place.quickDeaths >= MOST_QUICK_DEATHS && !this.hasServed) this.giveUp(number, how);
    else place.pause = setTimeout(() => this.fork(number), this.pauseBefore(place.quickDeaths));
  }

  /** Whoever served well is replaced at once, and so is the first that did not. */
  private pauseBefore(quickDeaths: number): number {
    const { pauseMs = PAUSE_MS } = this.options;
    return quickDeaths < 2 ? 0 : pauseMs * Math.min(LONGER ** (quickDeaths - 2), MOST_LONGER);
  }

  private giveUp(number: number, how: string): void {
    this.options.onGivenUp(
      new Error(
        `Server process ${number} ended ${MOST_QUICK_DEATHS} times right at its start (last with ${how}) and none has served yet, so the platform does not start. Everything is stopped; what was acknowledged is on disk. The log says why it ended; mend that and start again.`,
      ),
    );
  }
}

/** Whether this process is a worker of a pool. */
export const isWorker = (): boolean => cluster.isWorker;

/** A worker's way to the process that started it. */
export interface PrimaryLink<Out> {
  /** Resolves when the message is on its way; lost when the primary is gone. */
  send(message: Out): Promise<void>;
}

/**
 * Connects a worker with its primary. Without the primary there is no port and nobody who looks after the database, so
 * this process ends with it, at once: what was not answered was not acknowledged.
 */
export function linkToPrimary<Out extends object, In>(receive: (message: In) => void): PrimaryLink<Out> {
  process.once('disconnect', () => process.exit(1));
  process.on('message', (message) => receive(message as In));
  return {
    send: (message) =>
      new Promise((resolve) => {
        if (process.send === undefined || !process.connected) resolve();
        else process.send(message, () => resolve());
      }),
  };
}
